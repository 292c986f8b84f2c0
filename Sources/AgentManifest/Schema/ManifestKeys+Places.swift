import AgentValues

extension ManifestKeys {
    /// The environment, the ports, the mounts and the network.
    static let connections: [String: KeyShape] = [
        "spec.environment": KeyShape(.items(orElse: nil), "The agent's environment variables."),
        "spec.environment[].name": .required(.matching(#"^[^=\s]+$"#), "The variable's name."),
        "spec.environment[].value": KeyShape(.defined(.scalar), "Its value, as written."),
        "spec.environment[].from": KeyShape(
            .words(["secret", "env", "file", "configmap", "config"]), "Where its value comes from, in place of `value`."
        ),
        "spec.environment[].secretName": KeyShape(.text, "The secret; the variable's name unless given."),
        "spec.environment[].secretKey": KeyShape(.text, "The key in the secret."),
        "spec.environment[].envKey": KeyShape(.text, "The host's variable; the same name unless given."),
        "spec.environment[].path": KeyShape(.text, "The host's file, from the manifest's folder."),
        "spec.environment[].defaultValue": KeyShape(.defined(.scalar), "The value where there is none."),
        "spec.environment[].configMapName": KeyShape(.text, "The config map."),
        "spec.environment[].configMapKey": KeyShape(.text, "The key in the config map."),
        "spec.ports": KeyShape(.items(orElse: nil), "The published ports."),
        "spec.ports[].container": .required(.defined(.port), "The port that the agent listens on."),
        "spec.ports[].host": KeyShape(
            .integer(0...65535), "The host's port; the same unless given, and 0 takes any free one."),
        "spec.ports[].protocol": KeyShape(
            .words(Manifest.Port.TransportProtocol.allCases.map(\.rawValue)), "The protocol.", default: "tcp"),
        "spec.ports[].hostIP": KeyShape(
            .defined(.address), "The host's address; 0.0.0.0 is all of them.", default: "127.0.0.1"),
        "spec.volumes": KeyShape(.items(orElse: nil), "The mounts."),
        "spec.volumes[].source": KeyShape(.text, "A path of the host, from the manifest's folder, or a volume's name."),
        "spec.volumes[].target": .required(
            .matching(#"^/(?!/*$)(?!(.*/)?\.\.(/|$))"#), "The absolute path in the container."),
        "spec.volumes[].type": KeyShape(
            .words(Manifest.Volume.Kind.allCases.map(\.rawValue) + ["configmap"]),
            "The kind of mount; a path is a bind unless given, a name a volume."),
        "spec.volumes[].readOnly": KeyShape(
            .defined(.boolean), "Whether the agent cannot write there.", default: false),
        "spec.volumes[].size": KeyShape(.defined(.memory), "The size of a tmpfs."),
        "spec.volumes[].allowUnsafe": KeyShape(
            .defined(.reasons), "Why a part of the host outside of the manifest's folder is mounted all the same."),
        "spec.network": KeyShape(.keys, "The agent's network."),
        "spec.network.mode": KeyShape(
            .either([.words(["bridge", "host", "none"]), .matching("^[A-Za-z0-9_][A-Za-z0-9_.-]*$")]),
            "The project's own network (bridge), the host's, none, or a network of that name."),
        "spec.network.dns": KeyShape(.list(.defined(.address)), "Name servers."),
        "spec.network.aliases": KeyShape(
            .list(
                .matching(
                    #"^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*$"#)),
            "Further names by which others on the network reach the agent."),
        "spec.network.egress": KeyShape(.anything, "Where the agent may connect to."),
        "spec.network.security": KeyShape(.keys, "Where the agent may connect to."),
        "spec.network.security.allowExternalConnections": KeyShape(.defined(.boolean), "Whether anywhere."),
        "spec.network.security.allowedHosts": KeyShape(.list(.defined(.scalar)), "The hosts."),
    ]

    /// Mappings that hold others.
    static let placement: [String: KeyShape] = [
        "spec.resources": KeyShape(.keys, "What the agent may use."),
        "spec.resources.limits": KeyShape(.keys, "At most so much."),
        "spec.resources.requests": KeyShape(.keys, "At least so much, where others want it too."),
        "spec.resources.limits.memory": KeyShape(.defined(.memory), "Memory, without swap.", default: "1Gi"),
        "spec.resources.limits.cpu": KeyShape(.defined(.cpus), "CPUs.", default: 1),
        "spec.resources.limits.pids": KeyShape(.integer(1...4_194_304), "Processes and threads.", default: 256),
        "spec.resources.requests.pids": KeyShape(.integer(1...4_194_304), "Processes and threads."),
        "spec.security": KeyShape(.keys, "What the agent may do on the host."),
        "spec.security.level": KeyShape(
            .words(Manifest.Security.Level.allCases.map(\.rawValue)), "How tight the cage is.", default: "baseline"),
        "spec.security.allowUnsafe": KeyShape(
            .defined(.reasons), "Why mounts are allowed that agents must not have."),
        "spec.security.securityContext": KeyShape(.keys, "The same keys, as Kubernetes nests them."),
        "spec.security.auth_provider": KeyShape(.text, "Who says who calls the agent."),
        "spec.security.config": KeyShape(.free, "Settings for it."),
        "spec.healthCheck": KeyShape(
            .keys, "When the agent counts as ready, and later as alive. A command alone is of type command."),
        "spec.healthcheck": KeyShape(.keys, "The same, or the two apart."),
        "spec.healthcheck.readiness": KeyShape(.keys, "When the agent counts as ready."),
        "spec.healthcheck.liveness": KeyShape(.keys, "When a running agent counts as alive."),
        "spec.hooks": KeyShape(.keys, "Programs of the host and Swift hooks around the run."),
    ]

    /// What is around the agent.
    static let services: [String: KeyShape] = [
        "spec.storage": KeyShape(.keys, "Where snapshots and artifacts go."),
        "spec.storage.provider": .required(.text, "file, s3, or a registered one."),
        "spec.storage.config": KeyShape(.free, "Settings for it."),
        "spec.events": KeyShape(.keys, "Where lifecycle events go."),
        "spec.events.handler": .required(.text, "log, file, webhook, amqp, or a registered one."),
        "spec.events.config": KeyShape(.free, "Settings for it."),
        "spec.monitoring": KeyShape(.keys, "How the agent is watched."),
        "spec.monitoring.metrics": KeyShape(.keys, "The agent's own metrics."),
        "spec.monitoring.metrics.prometheus": KeyShape(
            .defined(.boolean), "Whether they are in Prometheus' format.", default: false),
        "spec.monitoring.metrics.path": KeyShape(.matching(absolutePath), "Their path.", default: "/metrics"),
        "spec.monitoring.metrics.scrape_interval": KeyShape(
            .defined(.positiveDuration), "How often they are collected.", default: "15s"),
        "spec.secrets": KeyShape(.items(orElse: nil), "Secrets that the agent gets as files below /run/secrets."),
        "spec.secrets[].name": .required(
            .matching(#"^(?!\.{1,2}$)[A-Za-z0-9._-]+$"#), "The secret's name, and its file's."),
        "spec.secrets[].from": .required(
            .words(["env", "file", "exec", "kubernetes-secret"]),
            "Where its value comes from: a variable of the host, a file, or what a program prints."),
        "spec.secrets[].envKey": KeyShape(.text, "The host's variable; the secret's name unless given."),
        "spec.secrets[].path": KeyShape(.text, "The file, from the manifest's folder."),
        "spec.secrets[].command": KeyShape(.defined(.program), "The program with its arguments."),
        "spec.secrets[].secretName": KeyShape(.text, "The name in Kubernetes."),
        "spec.secrets[].secretKey": KeyShape(.text, "The key in Kubernetes."),
    ]

    static func probe(_ path: String) -> [String: KeyShape] {
        var shapes = singleProbe(path)
        for list in ["all", "any"] {
            let sense =
                list == "all" ? "Several checks that must all succeed." : "Several checks, one of which must succeed."
            shapes["\(path).\(list)"] = KeyShape(.items(orElse: nil), sense)
            shapes.merge(singleProbe("\(path).\(list)[]")) { first, _ in first }
            for nested in ["all", "any"] {
                shapes["\(path).\(list)[].\(nested)"] = KeyShape(.nothing, "One level is all there is.")
            }
        }
        return shapes
    }

    private static func singleProbe(_ path: String) -> [String: KeyShape] {
        let kinds = Manifest.Probe.Kind.allCases.filter { !$0.isCombination }.map(\.rawValue)
        return [
            "\(path).type": KeyShape(.words(kinds), "How the agent is asked; http unless there is a command."),
            "\(path).path": KeyShape(
                .matching(absolutePath), "http: the URL's path, /health unless given. file: the file."),
            "\(path).port": KeyShape(
                .defined(.port), "http, tcp: the container's port; the first published one unless given."),
            "\(path).command": KeyShape(
                .either([.text, .defined(.program)]), "command: a program with its arguments, or text for the shell."),
            "\(path).expect": KeyShape(
                .either([.text, .list(.text)]),
                "http: statuses such as 200-399. command: an exit code, or text in the output. file: text in it. log: a regular expression."
            ),
            "\(path).interval": KeyShape(.defined(.positiveDuration), "From one check to the next.", default: "30s"),
            "\(path).timeout": KeyShape(.defined(.positiveDuration), "How long one check may take.", default: "10s"),
            "\(path).retries": KeyShape(.integer(1...1000), "So many failures in a row mean unhealthy.", default: 3),
            "\(path).startPeriod": KeyShape(
                .defined(.duration), "How long after the start failures do not count.", default: "5s"),
            "\(path).startInterval": KeyShape(
                .defined(.positiveDuration), "From one check to the next until the first success.", default: "100ms"),
        ]
    }

    static func amounts(_ path: String) -> [String: KeyShape] {
        [
            "\(path).cpu": KeyShape(.defined(.cpus), "CPUs."),
            "\(path).memory": KeyShape(.defined(.memory), "Memory."),
            "\(path).ephemeral-storage": KeyShape(.defined(.memory), "The container's own layer on disk."),
            "\(path).gpus": KeyShape(.either([.words(["all"]), .integer(1...1024)]), "GPUs."),
        ]
    }

    static func security(_ path: String) -> [String: KeyShape] {
        [
            "\(path).runAsUser": KeyShape(.defined(.account), "The user; the image's unless given."),
            "\(path).runAsGroup": KeyShape(.defined(.account), "The group; the user's unless given."),
            "\(path).runAsNonRoot": KeyShape(.defined(.boolean), "Whether root is refused."),
            "\(path).readOnlyRootFilesystem": KeyShape(
                .defined(.boolean), "Whether nothing but the mounts can be written to."),
            "\(path).noNewPrivileges": KeyShape(.defined(.boolean), "Whether no program can gain privileges (setuid)."),
            "\(path).capabilities": KeyShape(.keys, "Capabilities of the kernel."),
            "\(path).capabilities.drop": KeyShape(.list(.defined(.capability)), "Those that go; ALL for every one."),
            "\(path).capabilities.add": KeyShape(.list(.defined(.capability)), "Those that come back."),
            "\(path).seccomp": KeyShape(
                .either([.words(["default", "strict", "unconfined"]), .matching(#"/|\.json$"#), .free]),
                "Which system calls the agent may make: a profile of ours, a file, or a profile written out."),
        ]
    }

    static func hook(_ phase: String) -> [String: KeyShape] {
        let path = "spec.hooks.\(phase)"
        let times = [
            "preRun": "Before anything is created.", "postRun": "After the container started.",
            "ready": "After the agent became ready.", "preStop": "Before the agent is stopped.",
            "postStop": "After the agent stopped.",
            "failed": "After a run failed and what it did was taken back.",
        ]
        return [
            path: KeyShape(.items(orElse: nil), times[phase] ?? phase),
            "\(path)[].name": KeyShape(.text, "What the hook is called in messages."),
            "\(path)[].exec": KeyShape(.defined(.program), "A program of the host with its arguments."),
            "\(path)[].use": KeyShape(.text, "A registered Swift hook."),
            "\(path)[].config": KeyShape(.free, "Settings for the Swift hook."),
            "\(path)[].timeout": KeyShape(.defined(.positiveDuration), "How long it may take; 30s for a program."),
            "\(path)[].onError": KeyShape(
                .words(Manifest.Hook.FailureMode.allCases.map(\.rawValue)), "What its failure means.", default: "fail"),
        ]
    }
}
