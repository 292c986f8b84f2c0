/// Every key of the format and what this version does with it. To make a key count, change its row to `.applied`.
enum ManifestKeys {
    /// What this version does with a key.
    enum Support {
        /// It is acted on.
        case applied
        /// It is typed and checked but not acted on, nor is anything below it: a warning says what that means.
        /// `{name}` stands for the value of the neighbouring key `name`.
        case pending(String)
        /// As `pending`, for some values only.
        case pendingIf(Condition, String)
        /// A key of the format's drafts: it earns a warning and is not looked into.
        case draft(String?)
    }

    /// Which values of a key are not acted on.
    enum Condition {
        case isOneOf(Set<String>)
        case isNot(String)

        func holds(for text: String) -> Bool {
            switch self {
            case .isOneOf(let words): words.contains(text)
            case .isNot(let word): text != word
            }
        }
    }

    /// One key, by its path; `[]` stands for the items of a list.
    struct Row {
        var path: String
        var support: Support
        /// Whether the keys below are the user's own.
        var isFree = false

        init(_ path: String, _ support: Support = .applied) {
            self.path = path
            self.support = support
        }

        /// A key whose value is free-form.
        static func free(_ path: String, _ support: Support = .applied) -> Row {
            var row = Row(path, support)
            row.isFree = true
            return row
        }
    }

    private static func rows(_ parent: String, _ names: String) -> [Row] {
        names.split(separator: " ").map { Row("\(parent).\($0)") }
    }

    private static func drafts(_ parent: String, _ names: String) -> [Row] {
        names.split(separator: " ").map { Row("\(parent).\($0)", .draft(nil)) }
    }

    private static func probeKeys(_ path: String) -> [Row] {
        singleProbe(path)
            + ["all", "any"].flatMap { list in
                singleProbe("\(path).\(list)[]") + [.free("\(path).\(list)[].all"), .free("\(path).\(list)[].any")]
            }
    }

    private static func singleProbe(_ path: String) -> [Row] {
        rows(path, "type path port interval timeout retries startPeriod startInterval")
            + [.free("\(path).command"), .free("\(path).expect")]
    }

    private static func amounts(_ path: String) -> [Row] {
        rows(path, "cpu memory") + [
            Row("\(path).ephemeral-storage", .pending("the container's layer may use the whole disk")),
            Row("\(path).gpus", .pending("the agent gets no GPU")),
        ]
    }

    private static func security(_ path: String) -> [Row] {
        rows(
            path,
            "runAsUser runAsGroup runAsNonRoot readOnlyRootFilesystem noNewPrivileges capabilities.drop capabilities.add"
        ) + [
            .free("\(path).seccomp")
        ]
    }

    private static func hookKeys(_ phase: String) -> [Row] {
        rows("spec.hooks.\(phase)[]", "name exec use timeout onError") + [.free("spec.hooks.\(phase)[].config")]
    }

    /// The table.
    static let rows: [Row] = [
        [Row("apiVersion"), Row("kind")],
        rows("metadata", "name version description author tags"),
        [.free("metadata.labels")],
        rows("spec", "runtime image command args workingDir capabilities dependencies restart"),
        rows("spec.build", "context dockerfile target"),
        [.free("spec.build.args")],
        rows("spec.model", "provider name"),
        [.free("spec.model.config"), .free("spec.config")],

        rows(
            "spec.environment[]", "name value secretName secretKey envKey path defaultValue configMapName configMapKey"),
        [Row("spec.environment[].from")],
        rows("spec.ports[]", "container host protocol hostIP"),
        rows("spec.volumes[]", "source target readOnly size"),
        [.free("spec.volumes[].allowUnsafe")],
        [Row("spec.volumes[].type", .pendingIf(.isOneOf(["configmap"]), "nothing is mounted there"))],

        probes.flatMap(probeKeys),

        amounts("spec.resources.limits"),
        amounts("spec.resources.requests"),
        [
            Row("spec.resources.limits.pids"),
            Row("spec.resources.requests.pids", .pending("no engine can reserve processes")),
        ],

        rows("spec.lifetime", "ttl idle"),
        rows("spec.dependsOn[]", "name condition"),
        rows("spec.test", "command timeout"),
        [
            Row("spec.scaling.replicas"),
            Row("spec.scaling.minReplicas", .pending("the number of containers never changes")),
            Row("spec.scaling.maxReplicas", .pending("the number of containers never changes")),
            Row("spec.scaling.targetCPUUtilizationPercentage", .pending("the number of containers never changes")),
            Row("spec.scaling.targetMemoryUtilizationPercentage", .pending("the number of containers never changes")),
            .free("spec.scaling.metrics", .pending("the number of containers never changes")),
            .free("spec.scaling.vertical", .pending("the limits never change")),
            Row("spec.scaling.min", .draft("the key is 'minReplicas'")),
            Row("spec.scaling.max", .draft("the key is 'maxReplicas'")),
        ],

        security("spec.security"),
        security("spec.security.securityContext"),
        [
            Row("spec.security.level"), .free("spec.security.allowUnsafe"),
            Row("spec.security.auth_provider", .pending("nobody is asked who calls the agent")),
            .free("spec.security.config", .pending("nobody is asked who calls the agent")),
        ],

        rows("spec.network", "mode dns aliases"),
        [
            .free("spec.network.egress", .pending("the agent can connect to every host")),
            Row("spec.network.security", .pending("the agent can connect to every host")),
            Row("spec.network.security.allowExternalConnections"),
            Row("spec.network.security.allowedHosts"),
            Row("spec.network.ingress", .draft("publish ports with 'spec.ports'")),
            Row("spec.network.ports", .draft("publish ports with 'spec.ports'")),
        ],

        phases.flatMap(hookKeys),
        [
            Row("spec.storage", .pending("no snapshots or artifacts are stored")),
            Row("spec.storage.provider"),
            .free("spec.storage.config"),
            Row("spec.events", .pending("no events are sent")),
            Row("spec.events.handler"),
            .free("spec.events.config"),
            Row("spec.monitoring.metrics", .pending("the agent's metrics are not collected")),
            Row("spec.monitoring.prometheus", .draft("the key is 'spec.monitoring.metrics.prometheus'")),
            Row("spec.monitoring.logging", .draft(nil)),
            Row("spec.monitoring.tracing", .draft(nil)),
        ],
        rows("spec.monitoring.metrics", "prometheus path scrape_interval"),
        rows("spec.secrets[]", "name from envKey path secretName secretKey"),
        [.free("spec.secrets[].command")],

        [
            Row("spec.replicas", .draft("the key is 'spec.scaling.replicas'")),
            Row("spec.models", .draft("name the model in 'spec.model'")),
            Row("spec.autoscaling", .draft("the key is 'spec.scaling'")),
            Row("spec.dev_dependencies", .draft("list what the agent needs in 'spec.dependencies'")),
            Row("spec.capability_config", .draft("pass settings with 'spec.config'")),
            Row("spec.services", .draft("name other agents in 'spec.dependsOn'")),
        ],
        drafts("spec", "logging tracing alerts backup deployment quality dr capacity cost incidents audit privacy"),
        drafts("spec", "compliance access"),
    ].flatMap { $0 }

    /// Words of other tools for the same thing, by the path of the mapping that they stand in.
    static let otherNames: [String: String] = [
        "spec.test.exec": "command", "spec.tests": "test",
        "spec.env": "environment", "spec.entrypoint": "command", "spec.cmd": "args", "spec.cwd": "workingDir",
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
