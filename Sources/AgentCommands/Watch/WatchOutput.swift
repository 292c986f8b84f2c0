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

    /// Goes on until it is cancelled.
    ///
    /// - Throws: `EngineError` when the engine stays away.
    func run() async throws {
        let follower = LogFollower(runtime: session.host.runtime, reconnector: reconnector, sink: printer)
        @Sendable func started(_ container: String, _ identity: AgentIdentity) {
            guard isPrinting, let origin = origin(of: identity) else { return }
            follower.started(ContainerID(container), of: origin)
        }
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try await follower.run() }
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
