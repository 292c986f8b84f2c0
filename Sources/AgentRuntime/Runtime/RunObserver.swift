/// Who is told of the steps of a run.
public struct RunObserver: Sendable {
    /// Called for each step, in order; it must return at once.
    public var progress: @Sendable (RunStep) -> Void
    /// Called between the container's creation and its start, for those who attach to it; the ports are those asked for.
    public var created: @Sendable (ContainerInfo) async throws -> Void
    /// Called right after the container's start and before it is probed. When it throws, the container is stopped and removed.
    public var started: @Sendable (ContainerInfo) async throws -> Void
    /// Called after `started` while the agent's process waits to execute the agent's command, with that process's number on this
    /// host; the command is executed when this returns. For those who watch an agent from its first instruction. It needs an
    /// engine on this host. Nil: nothing waits.
    public var beforeExec: (@Sendable (ContainerInfo, _ process: Int) async throws -> Void)?

    /// Creates an observer; without arguments one that ignores everything.
    public init(
        progress: @escaping @Sendable (RunStep) -> Void = { _ in },
        created: @escaping @Sendable (ContainerInfo) async throws -> Void = { _ in },
        started: @escaping @Sendable (ContainerInfo) async throws -> Void = { _ in },
        beforeExec: (@Sendable (ContainerInfo, _ process: Int) async throws -> Void)? = nil
    ) {
        self.progress = progress
        self.created = created
        self.started = started
        self.beforeExec = beforeExec
    }

    /// This observer, with something that is done before its own ``started`` and can fail the run just so.
    public func onStart(first body: @escaping @Sendable (ContainerInfo) async throws -> Void) -> RunObserver {
        var observer = self
        observer.started = { container in
            try await body(container)
            try await started(container)
        }
        return observer
    }
}

/// One step of a run, for people who wait.
public enum RunStep: Sendable, Hashable {
    /// A `preRun` hook changed the options.
    case changed(HookChanges)
    /// The image is being pulled: the engine's own status text, the layer that it is about, and the bytes of that layer, done
    /// and expected, where known.
    case pulling(image: String, layer: String?, status: String, done: Int64?, total: Int64?)
    /// A leftover of the same agent is being replaced, and why.
    case replacing(container: String, reason: String)
    /// The container is being created.
    case creating
    /// The container is being started.
    case starting
    /// The container runs and is asked whether it is ready: the last answer, where there was one, how many attempts have failed,
    /// and how long after the first attempt the wait ends, however it goes.
    case probing(check: String, last: String?, attempt: Int, limit: Duration)
    /// The container is ready, so long after its start.
    case ready(after: Duration)
    /// Something to know that does not stop the run.
    case warning(String)
    /// The run failed; what it created is being removed.
    case rollingBack
}
