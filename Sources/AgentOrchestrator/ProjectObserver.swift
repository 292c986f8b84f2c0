public import AgentRuntime

/// Who is told of what happens to the agents of a project.
public struct ProjectObserver: Sendable {
    /// Called for each step of an agent's run; it must return at once.
    public var step: @Sendable (_ agent: String, RunStep) -> Void
    /// Called for what an agent's build says; it must return at once.
    public var build: @Sendable (_ agent: String, BuildOutput) -> Void
    /// Called when an agent's container was created, before its start.
    public var created: @Sendable (_ agent: String, ContainerInfo) async throws -> Void
    /// Called when an agent's container runs, before it is probed, and for one that runs already.
    public var started: @Sendable (_ agent: String, ContainerInfo) async throws -> Void
    /// Called while an agent's process waits to execute the agent's command, with that process's number on this host; nil:
    /// nothing waits. See `RunObserver`.
    public var held: (@Sendable (_ agent: String, ContainerInfo, _ process: Int) async throws -> Void)?

    /// Creates an observer; without arguments one that ignores everything.
    public init(
        step: @escaping @Sendable (_ agent: String, RunStep) -> Void = { _, _ in },
        build: @escaping @Sendable (_ agent: String, BuildOutput) -> Void = { _, _ in },
        created: @escaping @Sendable (_ agent: String, ContainerInfo) async throws -> Void = { _, _ in },
        started: @escaping @Sendable (_ agent: String, ContainerInfo) async throws -> Void = { _, _ in },
        held: (@Sendable (_ agent: String, ContainerInfo, _ process: Int) async throws -> Void)? = nil
    ) {
        self.step = step
        self.build = build
        self.created = created
        self.started = started
        self.held = held
    }
}
