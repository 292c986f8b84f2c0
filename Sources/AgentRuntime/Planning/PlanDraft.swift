import AgentManifest
import AgentValues
import Diagnostics

/// A plan while it is being made: the options so far, where each setting came from, and the mistakes found.
struct PlanDraft {
    let manifest: Manifest
    let directory: String
    let defaults: RuntimeDefaults
    let planner: Planner
    var options: RunOptions
    var settings: [PlannedSetting] = []
    var mistakes: [Diagnostic] = []
    /// What is well written and not allowed.
    var denials: [Diagnostic] = []
    /// What is allowed and hardly meant.
    var warnings: [Diagnostic] = []

    init(manifest: Manifest, directory: String, defaults: RuntimeDefaults, planner: Planner, image: String) throws {
        self.manifest = manifest
        self.directory = directory
        self.defaults = defaults
        self.planner = planner
        let identity = try AgentIdentity(
            project: planner.flags.project, agent: manifest.name, run: planner.flags.run,
            version: manifest.metadata.version, folder: planner.flags.projectFolder)
        options = RunOptions(image: image, name: identity.containerName, identity: identity)
        options.detach = planner.flags.detach
    }

    /// How many replicas there are to be.
    var replicas: Int { planner.flags.scale[manifest.name] ?? manifest.scaling.replicas }

    /// Takes the first value that is there: the flag's, the manifest's, the runtime definition's, the default; and notes which.
    mutating func choose<Value>(
        _ name: String, key: String, flag: (name: String, value: Value?)? = nil, manifest: Value?,
        runtime: Value? = nil,
        default fallback: Value, describe: (Value) -> String
    ) -> Value {
        let candidates: [(Value?, PlannedSetting.Origin)] = [
            (flag?.value, .flag), (manifest, .manifest), (runtime, .runtime),
        ]
        let (value, origin) =
            candidates.lazy.compactMap { value, origin in value.map { ($0, origin) } }.first
            ?? (fallback, .default)
        settings.append(PlannedSetting(name, describe(value), origin, key: origin == .flag ? flag?.name ?? key : key))
        return value
    }

    mutating func mistake(_ code: String, _ message: String, at path: String, hint: String? = nil) {
        mistakes.append(manifest.diagnostic(.error, code: "plan.\(code)", message, at: path, hint: hint))
    }

    mutating func deny(_ code: String, _ message: String, at path: String, hint: String? = nil) {
        denials.append(manifest.diagnostic(.error, code: "plan.\(code)", message, at: path, hint: hint))
    }

    /// A path of the manifest as an absolute one.
    func absolute(_ path: String) -> String {
        if path.hasPrefix("/") { return path }
        if path == "~" || path.hasPrefix("~/"), let home = planner.environment["HOME"] {
            return home + path.dropFirst()
        }
        return path == "." ? directory : directory + "/" + (path.hasPrefix("./") ? String(path.dropFirst(2)) : path)
    }

    mutating func addProcess() {
        _ = choose(
            "replicas", key: "spec.scaling.replicas", flag: ("--scale", planner.flags.scale[manifest.name]),
            manifest: manifest.positions["spec.scaling.replicas"] == nil ? nil : manifest.scaling.replicas, default: 1
        ) { "\($0)" }
        options.command = manifest.command
        options.arguments = manifest.arguments
        options.workingDirectory = manifest.workingDirectory
        options.labels = manifest.metadata.labels
        if !manifest.capabilities.isEmpty {
            options.labels[AgentIdentity.Label.capabilities] = manifest.capabilities.joined(separator: ",")
        }
        options.restart = choose(
            "restart", key: "spec.restart", manifest: manifest.restart.map(RestartPolicy.init), default: .no
        ) { $0.description }
        settings.append(
            PlannedSetting(
                "logs", "\(options.logging.maximumFiles) files of \(Quantity.decimal(options.logging.maximumSize))",
                .default, key: "no key of the manifest"))
        settings.append(
            PlannedSetting(
                "stop", "SIGKILL \(options.stopTimeout.brief) after SIGTERM", .default, key: "stop --timeout"))
    }

    mutating func addResources() {
        let limits = manifest.resources.limits
        let requests = manifest.resources.requests
        let flags = planner.flags
        let standard = ResourceLimits.standard
        var resources = standard
        resources.memory = choose(
            "memory", key: "spec.resources.limits.memory", flag: ("--memory", flags.memory), manifest: limits.memory,
            runtime: defaults.limits.memory, default: standard.memory ?? 0
        ) { "\(Quantity.binary($0)), no swap" }
        resources.nanoCPUs = choose(
            "cpu", key: "spec.resources.limits.cpu", flag: ("--cpus", flags.nanoCPUs), manifest: limits.nanoCPUs,
            runtime: defaults.limits.nanoCPUs, default: standard.nanoCPUs ?? 0, describe: Quantity.cpus)
        resources.processes = choose(
            "processes", key: "spec.resources.limits.pids", manifest: limits.pids, runtime: defaults.limits.pids,
            default: standard.processes ?? 0
        ) { "\($0)" }
        resources.memoryReservation = requests.memory
        resources.cpuShares = requests.nanoCPUs.map { max(2, $0 * 1024 / 1_000_000_000) }
        if let reserved = requests.memory, let memory = resources.memory, reserved > memory {
            mistake(
                "request-over-limit",
                "the requested memory \(Quantity.binary(reserved)) is more than the limit \(Quantity.binary(memory))",
                at: "spec.resources.requests.memory", hint: "raise spec.resources.limits.memory")
        }
        for (name, value) in [
            ("open files", "\(standard.openFiles ?? 0)"), ("core dumps", "none"),
            ("/dev/shm", Quantity.binary(standard.sharedMemory ?? 0)),
        ] {
            settings.append(PlannedSetting(name, value, .default, key: "no key of the manifest"))
        }
        options.resources = resources
    }
}

extension RestartPolicy {
    init(_ policy: Manifest.RestartPolicy) {
        switch policy {
        case .no: self = .no
        case .always: self = .always
        case .unlessStopped: self = .unlessStopped
        case .onFailure(let retries): self = .onFailure(maximumRetries: retries ?? 0)
        }
    }
}
