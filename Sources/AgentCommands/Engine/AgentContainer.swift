import AgentRuntime
import EngineAPI

/// A container of ours, as a list of the engine shows it.
struct AgentContainer: Sendable {
    /// The engine's view.
    let summary: ContainerSummary
    /// Whose it is, by its labels.
    let identity: AgentIdentity

    /// Whether it has them from its image, so that it is somebody else's.
    let isForeign: Bool

    /// nil when the container does not carry our labels.
    init?(_ summary: ContainerSummary, isForeign: Bool = false) {
        guard let identity = AgentIdentity(labels: summary.labels) else { return nil }
        self.isForeign = isForeign
        self.summary = summary
        self.identity = identity
    }

    /// The engine's id.
    var id: String { summary.id }

    /// The container's name.
    var name: String { summary.names.first ?? String(id.prefix(12)) }

    /// Whether process 1 runs, frozen or not.
    var isRunning: Bool { summary.state == .running || summary.state == .paused }

    /// Whether process 1 runs or is about to be started again.
    var isActive: Bool { isRunning || summary.state == .restarting }

    /// The error of a command that needs a running agent.
    var notRunning: CommandError {
        CommandError(
            .notRunning, "agent '\(identity.agent)' is not running (\(summary.state))",
            hint: "start it with `aac-runtime start \(identity.agent)`")
    }

    /// By project, agent and replica.
    static func precedes(_ a: AgentContainer, _ b: AgentContainer) -> Bool {
        (a.identity.project, a.identity.agent, a.identity.replica, a.id)
            < (b.identity.project, b.identity.agent, b.identity.replica, b.id)
    }
}

extension Sequence<AgentContainer> {
    /// How each container is called in messages: the agent's name, with the replica's number where there are several.
    var displayNames: [String: String] {
        // Of one replica there are two containers while one takes the other's place.
        let counts = Dictionary(grouping: self) { $0.identity.agent }.mapValues {
            Set($0.map(\.identity.replica)).count
        }
        return Dictionary(
            map { container in
                let identity = container.identity
                return (
                    container.id,
                    counts[identity.agent, default: 1] > 1 || identity.replica > 1
                        ? "\(identity.agent)/\(identity.replica)" : identity.agent
                )
            }, uniquingKeysWith: { first, _ in first })
    }
}
