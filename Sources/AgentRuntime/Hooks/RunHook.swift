/// Custom logic around a run. Every method has an empty default, so a hook writes only what it needs.
public protocol RunHook: Sendable {
    /// The hook's name, for errors and reports.
    var name: String { get }
    /// How long each call may take; 30 s unless the hook says otherwise.
    var timeLimit: Duration { get }
    /// What a failure of one of its calls means; `fail` unless the hook says otherwise.
    var failureMode: HookFailureMode { get }

    /// Before anything is created. It may change the options; when it throws, nothing is created and the hooks before it are undone.
    func preRun(_ options: inout RunOptions, in context: RunContext) async throws
    /// After the container's start, before it is probed. When it throws, the container is removed and all hooks are undone.
    func postRun(_ container: ContainerInfo, in context: RunContext) async throws
    /// After the container became ready. When it throws, the container is removed and all hooks are undone.
    func ready(_ container: ContainerInfo, in context: RunContext) async throws
    /// Before the container is stopped. When it throws, the stop goes on and the failure is reported.
    func preStop(_ container: ContainerID, in context: RunContext) async throws
    /// After the container was stopped. A failure is reported.
    func postStop(_ container: ContainerID, in context: RunContext) async throws
    /// Takes back what `preRun` did. Called in reverse order when the run fails or is cancelled; cancellation does not reach it.
    func undo(in context: RunContext) async
    /// The run failed or was cancelled, and what it did is taken back. Called after every `undo`, in reverse order, for hooks whose `preRun`
    /// ended well; cancellation does not reach it, and `plan` does not call it. What it throws is added to the error.
    ///
    /// - Parameters:
    ///   - error: what the caller of the run gets.
    ///   - context: the run's.
    func failed(_ error: any Error, in context: RunContext) async throws
}

extension RunHook {
    /// The type's name.
    public var name: String { String(describing: Self.self) }
    /// 30 seconds.
    public var timeLimit: Duration { .seconds(30) }
    /// `fail`.
    public var failureMode: HookFailureMode { .fail }
    /// Does nothing.
    public func preRun(_ options: inout RunOptions, in context: RunContext) async throws {}
    /// Does nothing.
    public func postRun(_ container: ContainerInfo, in context: RunContext) async throws {}
    /// Does nothing.
    public func ready(_ container: ContainerInfo, in context: RunContext) async throws {}
    /// Does nothing.
    public func preStop(_ container: ContainerID, in context: RunContext) async throws {}
    /// Does nothing.
    public func postStop(_ container: ContainerID, in context: RunContext) async throws {}
    /// Does nothing.
    public func undo(in context: RunContext) async {}
    /// Does nothing.
    public func failed(_ error: any Error, in context: RunContext) async throws {}
}
