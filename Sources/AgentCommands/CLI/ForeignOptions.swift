import Diagnostics

/// Options of Docker and Compose that there are not here, and what to use instead.
enum ForeignOptions {
    private static let advice = [
        "--privileged": "'--level privileged --allow-privileged' gives an agent the whole host",
        "--security-opt": "choose a --level, or write spec.security in a manifest",
        "--device": "devices are for the level 'privileged' alone",
        "--gpus": "agents have no GPUs of the host",
        "--pid": "an agent has its own processes; it sees none of the host's",
        "--ipc": "an agent has its own shared memory",
        "--uts": "an agent has its own host name",
        "--userns": "configure it on the engine",
        "--shm-size": "agents have 64 MiB of shared memory; a --tmpfs can be larger",
        "--ulimit": "agents have 4,096 open files, and as many processes as spec.resources.limits.pids says",
        "--pids-limit": "write spec.resources.limits.pids in a manifest",
        "--memory-swap": "agents do not swap",
        "--dns": "write spec.network.dns in a manifest",
        "--add-host": "agents of a project reach each other by their names",
        "--link": "agents of a project reach each other by their names",
        "--network-alias": "write spec.network.aliases in a manifest",
        "--publish-all": "name each port: -p CONTAINER",
        "-P": "name each port: -p CONTAINER",
        "--mount": "-v SOURCE:TARGET, or --tmpfs /TARGET",
        "--volumes-from": "name the volume for each agent: -v NAME:/TARGET",
        "--health-cmd": "write spec.healthCheck in a manifest",
        "--no-healthcheck": "write spec.healthCheck in a manifest",
        "--stop-signal": "an agent gets SIGTERM, and SIGKILL after its time",
        "--log-driver": "`logs` reads what the engine keeps, and audit and notify hooks tell others",
        "--platform": "build the image for this machine, or name one that is",
        "--abort-on-container-exit": "`up` in the foreground ends with its agents; `test` runs a command beside them",
        "--exit-code-from": "`up` in the foreground ends with the agent's own exit status",
        "--no-recreate": "`up` leaves alone what runs as it is wanted",
        "--rmi": "remove images with the engine's own tool; `images -q` lists them",
    ]

    /// The mistake where the parser does not know an option that other tools have; nil for any other mistake.
    ///
    /// - Parameter message: the parser's own sentence.
    static func mistake(in message: String) -> CommandError? {
        let parts = message.split(separator: "'", omittingEmptySubsequences: false)
        guard message.hasPrefix("Unknown option '"), parts.count >= 2, let hint = advice[String(parts[1])] else {
            return nil
        }
        return CommandError(.usage, "there is no option '\(parts[1])'", hint: hint)
    }
}
