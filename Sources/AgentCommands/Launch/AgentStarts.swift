import AgentRuntime

/// Tells, for each of several agents, every start of its command.
struct AgentStarts: Sendable {
    private let channels: [String: (AsyncStream<ContainerID>, AsyncStream<ContainerID>.Continuation)]

    init(_ agents: [String]) {
        channels = Dictionary(agents.map { ($0, AsyncStream.makeStream()) }) { first, _ in first }
    }

    /// The starts of one agent, for one reader.
    func stream(of agent: String) -> AsyncStream<ContainerID> { channels[agent]?.0 ?? AsyncStream { $0.finish() } }

    /// An agent's command was started.
    func started(_ agent: String, _ container: ContainerID) { channels[agent]?.1.yield(container) }

    /// An agent will not be started again.
    func end(_ agent: String) { channels[agent]?.1.finish() }

    /// No agent will be started again.
    func end() { channels.values.forEach { $0.1.finish() } }
}
