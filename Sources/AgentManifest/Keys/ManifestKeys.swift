/// Every key of the format by its path, as the sections of ``Manifest`` declare them; `[]` stands for the items of a list.
enum ManifestKeys {
    /// One key in its place.
    struct Row: Sendable {
        var path: String
        var support: KeyDeclaration.Support
    }

    /// Every key, parents before their children.
    static let rows: [Row] = places.map { Row(path: $0.path, support: $0.key.support) }

    /// What the values look like, by path; every key that is looked into has one.
    static let shapes: [String: KeyShape] = places.reduce(into: [:]) { $0[$1.path] = $1.key.shape }

    /// The mappings that are probes.
    static let probes = [
        "spec.healthCheck", "spec.healthcheck", "spec.healthcheck.readiness", "spec.healthcheck.liveness",
    ]
    /// When hooks are called.
    static let phases = Manifest.Hooks.fields.map(\.key.name)

    private struct Place {
        var path: String
        var key: KeyDeclaration
    }

    private static let places = places(of: Manifest.documentKeys, in: "")

    private static func places(of keys: [KeyDeclaration], in parent: String) -> [Place] {
        keys.flatMap { key in
            let path = parent.isEmpty ? key.name : "\(parent).\(key.name)"
            return [Place(path: path, key: key)] + places(of: key.keys, in: key.isList ? "\(path)[]" : path)
        }
    }

    /// Words of other tools for the same thing, by the path of the mapping that they stand in.
    static let otherNames: [String: String] = [
        "spec.test.exec": "command", "spec.tests": "test",
        "spec.env": "environment", "spec.envFile": "env_file", "spec.envFiles": "env_file",
        "spec.entrypoint": "command", "spec.cmd": "args", "spec.cwd": "workingDir",
        "spec.working_dir": "workingDir", "spec.volumeMounts": "volumes", "spec.mounts": "volumes",
        "spec.restartPolicy": "restart", "spec.probe": "healthCheck", "spec.readinessProbe": "healthcheck",
        "spec.livenessProbe": "healthcheck", "spec.lease": "lifetime",
        "spec.activeDeadlineSeconds": "lifetime", "spec.lifetime.max": "ttl", "spec.lifetime.timeout": "ttl",
        "spec.lifetime.idleTimeout": "idle", "spec.securityContext": "security",
        "spec.ports[].containerPort": "container", "spec.ports[].hostPort": "host", "spec.ports[].published": "host",
        "spec.ports[].target": "container", "spec.volumes[].mountPath": "target",
        "spec.volumes[].read_only": "readOnly",
        "spec.security.allowPrivilegeEscalation": "noNewPrivileges", "spec.security.cap_drop": "capabilities",
        "spec.security.cap_add": "capabilities", "spec.security.user": "runAsUser",
        "spec.security.securityContext.allowPrivilegeEscalation": "noNewPrivileges",
        "spec.healthCheck.test": "command", "spec.healthCheck.periodSeconds": "interval",
        "spec.healthCheck.timeoutSeconds": "timeout", "spec.healthCheck.failureThreshold": "retries",
        "spec.healthCheck.initialDelaySeconds": "startPeriod", "spec.build.path": "context",
        "spec.resources.limits.cpus": "cpu", "spec.resources.limits.mem": "memory",
        "spec.resources.limits.nvidia.com/gpu": "gpus", "spec.scaling.min_replicas": "minReplicas",
    ]
}
