import AgentOrchestrator
import AgentRuntime

/// Prints the output of the agents that are watched, over their restarts and over containers that take each other's place, and
/// tells of those that end by themselves.
struct WatchOutput: Sendable {
    /// What changes while it goes on.
    struct State: Sendable {
        /// The replicas whose output is printed.
        var origins: [LogOrigin]
        /// Whether containers are being ended by us.
        var isBusy = true
    }

    let context: CommandContext
    let session: EngineSession
    let project: String
    let reconnector: EngineReconnector
    let report: WatchReport
    /// Whether the output itself is printed.
    let isPrinting: Bool
    private let printer: LogPrinter
    private let follower: LogFollower
    /// Goes on where the watch ends, since what agents print while they are being stopped is wanted too.
    private let printing: Task<Void, any Error>
    private let state: Mutable<State>

    init(
        context: CommandContext, session: EngineSession, project: PlannedProject, reconnector: EngineReconnector,
        report: WatchReport, isPrinting: Bool
    ) {
        self.context = context
        self.session = session
        self.project = project.name
        self.reconnector = reconnector
        self.report = report
        self.isPrinting = isPrinting
        let origins = project.origins
        printer = LogPrinter(context, project: project.name, origins: origins)
        let follower = LogFollower(host: session.host, reconnector: reconnector, sink: printer)
        self.follower = follower
        printing = Task { try await follower.run() }
        state = Mutable(State(origins: origins))
    }

    /// Another plan counts from now on.
    func take(_ planned: PlannedProject) {
        let origins = planned.origins
        guard origins != state.value.origins else { return }
        state.update { $0.origins = origins }
        printer.add(origins)
    }

    /// Says whether containers are being ended by us.
    func setBusy(_ isBusy: Bool) { state.update { $0.isBusy = isBusy } }

    /// A container is about to start.
    func created(_ agent: String, _ container: ContainerInfo) async {
        guard isPrinting, let origin = state.value.origins.first(where: { $0.name == agent }) else { return }
        await follower.attach(container.id, of: origin)
    }

    /// Returns when the output of a container that has ended is printed.
    func finish(_ container: ContainerID) async { await follower.finish(container) }

    /// Ends the printing.
    ///
    /// - Parameter isHurried: whether what is not printed yet is dropped.
    func end(isHurried: Bool) async {
        follower.end()
        if isHurried { printing.cancel() }
        _ = await printing.result
    }

    /// Goes on until it is cancelled.
    ///
    /// - Throws: `EngineError` when the engine stays away, ``OutputError`` when nobody can read it.
    func run() async throws {
        @Sendable func started(_ container: String, _ identity: AgentIdentity) {
            guard isPrinting, let origin = origin(of: identity) else { return }
            follower.started(ContainerID(container), of: origin)
        }
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try await awaitFailure() }
            try await session.host.followEvents(of: project) { signal in
                switch signal {
                case .connected:
                    let found = try await session.host.agents(of: project).containers()
                    for container in found where container.isRunning { started(container.id, container.identity) }
                case .event(let event):
                    switch event.event {
                    case "start": started(event.id, event.identity)
                    case "die":
                        guard !state.value.isBusy, let origin = origin(of: event.identity) else { return }
                        try await report.tell(.ended(agent: origin.name, exitCode: event.exitCode))
                    case "destroy": follower.ended(ContainerID(event.id))
                    default: break
                    }
                }
            }
        }
    }

    /// Suspends until printing fails.
    private func awaitFailure() async throws {
        let (ends, end) = AsyncThrowingStream.makeStream(of: Void.self)
        let waiting = Task {
            do { try await printing.value } catch { end.finish(throwing: error) }
        }
        // It ends with the task, as printing does not.
        defer { waiting.cancel() }
        for try await _ in ends {}
    }

    private func origin(of identity: AgentIdentity) -> LogOrigin? {
        state.value.origins.first { $0.agent == identity.agent && $0.replica == identity.replica }
    }
}

extension PlannedProject {
    /// The replicas, for the names in front of their lines.
    var origins: [LogOrigin] {
        agents.map {
            LogOrigin(agent: $0.agent, replica: $0.options.identity.replica, name: $0.displayName)
        }
    }
}
