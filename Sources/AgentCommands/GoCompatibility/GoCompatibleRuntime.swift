import AgentOrchestrator
import AgentRuntime
import AgentValues

/// A container runtime that runs by the rules of the Go tool's `Run`, on top of another one.
struct GoCompatibleRuntime: ContainerRuntime {
    /// How many names are tried, each one second later than the one before.
    private static let names = 1000

    let base: any ContainerRuntime
    /// Where names and images are looked for.
    let host: AgentHost
    /// Whether the container's name is made up here, by Go's rule.
    let makesUpName: Bool
    /// Whether no image is pulled and no container of the same name replaced.
    let isCompatible: Bool

    var engineView: EngineView? { base.engineView }

    func validateImage(_ reference: String) async throws { try await base.validateImage(reference) }

    func prepare(_ options: [RunOptions]) async throws { try await base.prepare(options) }

    func run(_ options: RunOptions, configHash: String?, observer: RunObserver) async throws -> RunResult {
        if isCompatible { try await requireImage(options) }
        guard makesUpName else {
            if isCompatible { try await requireFreeName(options) }
            return try await base.run(options, configHash: configHash, observer: observer)
        }
        // Two in one second would have the same name.
        for later in 0..<Self.names {
            var options = options
            options.name = GoRules.containerName(after: later)
            guard let reservation = try NameReservation(options.name) else { continue }
            guard try await host.container(named: options.name) == nil else { continue }
            defer { withExtendedLifetime(reservation) {} }
            return try await base.run(options, configHash: configHash, observer: observer)
        }
        throw RunError(
            .nameTaken, agent: options.identity.agent, "the next \(Self.names) names are taken",
            hint: "give the container a name")
    }

    private func requireImage(_ options: RunOptions) async throws {
        guard try await !host.hasImage(options.image) else { return }
        throw RunError(
            .imageUnavailable, agent: options.identity.agent,
            "the image '\(options.image)' is not on the engine, and --go-compat pulls none",
            hint: "fetch it with `aac-runtime pull \(options.image)`, or leave out --go-compat")
    }

    private func requireFreeName(_ options: RunOptions) async throws {
        guard let holder = try await host.container(named: options.name) else { return }
        throw RunError(
            .nameTaken, agent: options.identity.agent,
            "the name '\(options.name)' is taken by container \(holder.rawValue.prefix(12))",
            hint: "remove or rename that container, or leave out --go-compat to replace your own")
    }

    func start(_ container: ContainerID) async throws -> StateChange { try await base.start(container) }

    func stop(_ container: ContainerID, timeout: Duration?) async throws {
        try await base.stop(container, timeout: timeout)
    }

    func remove(_ container: ContainerID) async throws { try await base.remove(container) }

    func streamLogs(_ container: ContainerID, options: LogOptions) async throws -> LogStream {
        try await base.streamLogs(container, options: options)
    }

    func list() async throws -> [ContainerInfo] { try await base.list() }
}
