public import AgentRuntime

/// What happens to a replica of an agent beside its run.
public enum ProjectStep: Sendable, Hashable {
    /// Another command works on the same project; this one goes on when that has ended.
    case locked(by: String)
    /// The agents that it depends on are not there yet.
    case waiting(for: [String])
    /// Its image is built, and the ids of the images that the build's steps made; told with the agent's name, for all replicas.
    case built(steps: [String])
    /// Its image is there, from the same sources, and is not built again: the first digits of its id; told as `built`.
    case upToDate(image: String)
    /// It runs as it is wanted.
    case unchanged
    /// It runs, and not as it is wanted.
    case recreating(reason: String)
    /// The container that ran before runs again, because its successor failed.
    case restored
    /// It failed, and why.
    case failed(String)
    /// It is not started, because this agent failed.
    case skipped(because: String)
    /// The whole call failed; what it created is being removed, for this agent where there is anything.
    case takingBack
    /// Its container, which nobody wants, is being removed.
    case removing(reason: String)
    /// Its container was removed.
    case removed
}

/// Who is told of what happens to the agents of a project. Agents are called by their display names: `hello`, or `hello/2`
/// where there are several replicas.
public struct ProjectObserver: Sendable {
    /// Called for each step of an agent's run; it must return at once.
    public var step: @Sendable (_ agent: String, RunStep) -> Void
    /// Called for what an agent's build says; it must return at once. A build is for all replicas.
    public var build: @Sendable (_ agent: String, BuildOutput) -> Void
    /// Called for what happens to an agent beside its run; it must return at once.
    public var project: @Sendable (_ agent: String, ProjectStep) -> Void
    /// Called when an agent's container was created, before its start.
    public var created: @Sendable (_ agent: String, ContainerInfo) async throws -> Void
    /// Called when an agent's container runs, before it is probed, and for one that runs already.
    public var started: @Sendable (_ agent: String, ContainerInfo) async throws -> Void
    /// Called when an agent's container has ended and before `down` removes it, for those who read the last of its output.
    public var ended: @Sendable (ContainerID) async -> Void
    /// Called while an agent's process waits to execute the agent's command, with that process's number on this host; nil:
    /// nothing waits. See `RunObserver`.
    public var beforeExec: (@Sendable (_ agent: String, ContainerInfo, _ process: Int) async throws -> Void)?

    /// Creates an observer; without arguments one that ignores everything.
    public init(
        step: @escaping @Sendable (_ agent: String, RunStep) -> Void = { _, _ in },
        build: @escaping @Sendable (_ agent: String, BuildOutput) -> Void = { _, _ in },
        project: @escaping @Sendable (_ agent: String, ProjectStep) -> Void = { _, _ in },
        created: @escaping @Sendable (_ agent: String, ContainerInfo) async throws -> Void = { _, _ in },
        started: @escaping @Sendable (_ agent: String, ContainerInfo) async throws -> Void = { _, _ in },
        ended: @escaping @Sendable (ContainerID) async -> Void = { _ in },
        beforeExec: (@Sendable (_ agent: String, ContainerInfo, _ process: Int) async throws -> Void)? = nil
    ) {
        self.step = step
        self.build = build
        self.project = project
        self.created = created
        self.started = started
        self.ended = ended
        self.beforeExec = beforeExec
    }
}
