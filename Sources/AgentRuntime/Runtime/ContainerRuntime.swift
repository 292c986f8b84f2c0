public import AgentValues
import EngineAPI

/// Something that starts containers and looks after them. ``EngineRuntime`` is the one that does; ``HookedRuntime`` puts
/// custom logic around any other, and is a runtime again.
public protocol ContainerRuntime: Sendable {
    /// The engine behind it, for hooks to ask; nil where there is none.
    var engineView: EngineView? { get }

    /// Makes sure that the image is on the engine, pulling it when it is not.
    func validateImage(_ reference: String) async throws

    /// Makes what several containers that are about to run share. What there is already stays as it is.
    func prepare(_ options: [RunOptions]) async throws

    /// Creates and starts a container and waits until it is ready, or leaves nothing behind and throws.
    ///
    /// - Parameters:
    ///   - options: what to start.
    ///   - configHash: the digest of what was asked for, for the container's label, where that is more than these options, or hooks
    ///     have changed them since; nil: that of the options.
    ///   - observer: is told of each step, and can fail the run right after the start.
    /// - Returns: the running, ready container, and what it was made from.
    func run(_ options: RunOptions, configHash: String?, observer: RunObserver) async throws -> RunResult

    /// Starts a container that was stopped, with its cage proven before the agent's first instruction.
    ///
    /// - Returns: whether it was stopped.
    @discardableResult
    func start(_ container: ContainerID) async throws -> StateChange

    /// Ends the container's command with its stop signal and, after `timeout` (nil: the container's own, else 10 s), with SIGKILL.
    /// A stopped one stays as it is.
    func stop(_ container: ContainerID, timeout: Duration?) async throws

    /// Removes the container with its unnamed volumes, running or not. One that is not there is no error.
    func remove(_ container: ContainerID) async throws

    /// The container's output, from the past and, with `options.follow`, until it ends.
    func streamLogs(_ container: ContainerID, options: LogOptions) async throws -> LogStream

    /// The running containers of ours.
    func list() async throws -> [ContainerInfo]
}

extension ContainerRuntime {
    /// None.
    public var engineView: EngineView? { nil }

    /// Nothing.
    public func prepare(_ options: [RunOptions]) async throws {}

    /// ``run(_:configHash:observer:)`` of what is asked for by the options alone; nobody watches unless an observer is given.
    public func run(_ options: RunOptions, observer: RunObserver = RunObserver()) async throws -> RunResult {
        try await run(options, configHash: nil, observer: observer)
    }

    /// ``stop(_:timeout:)`` and ``start(_:)``.
    public func restart(_ container: ContainerID, timeout: Duration?) async throws {
        try await stop(container, timeout: timeout)
        try await start(container)
    }

    /// A runtime that calls the hooks around this one's runs: the first hook is the outermost, so `preRun` goes in order and
    /// `postRun` in reverse.
    public func wrapped(by hooks: [any RunHook]) -> HookedRuntime {
        HookedRuntime(base: self, hooks: HookSet(hooks))
    }
}
