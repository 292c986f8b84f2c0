public import EngineAPI
public import Logging

/// A runtime with custom logic around another one's runs and stops.
///
/// Hooks nest like an onion: `preRun` and `preStop` go in order, `postRun`, `ready`, `postStop` and `undo` in reverse. A wrapped
/// runtime can be wrapped again; the hooks given last are then the outermost.
public struct HookedRuntime: ContainerRuntime {
    private let base: any ContainerRuntime
    private let hooks: [any RunHook]
    private let logger: Logger

    /// Puts the hooks around `base`, the first one outermost.
    public init(
        base: any ContainerRuntime, hooks: [any RunHook], logger: Logger = Logger(label: "aac.hooks")
    ) {
        self.base = base
        self.hooks = hooks
        self.logger = logger
    }

    /// As the wrapped runtime's.
    public func validateImage(_ reference: String) async throws { try await base.validateImage(reference) }

    /// Calls `preRun`, runs, and calls `postRun` and `ready`.
    ///
    /// - Throws: ``HookError``, or what the wrapped runtime throws. Nothing is left behind, and every hook whose `preRun` ended
    ///   well is undone.
    public func run(_ options: RunOptions, observer: RunObserver) async throws -> ContainerInfo {
        let identity = options.identity
        let context = RunContext(
            project: identity.project, agent: identity.agent, run: identity.run, logger: logger)
        var options = options
        var done: [any RunHook] = []
        do {
            for hook in hooks {
                options = try await call(hook, .preRun, agent: identity.agent) { [options] in
                    var changed = options
                    try await hook.preRun(&changed, in: context)
                    return changed
                }
                done.append(hook)
            }
            var inner = observer
            inner.started = { container in
                try await each(hooks.reversed(), .postRun, agent: identity.agent) {
                    try await $0.postRun(container, in: context)
                }
                try await observer.started(container)
            }
            let container = try await base.run(options, observer: inner)
            do {
                try await each(hooks.reversed(), .ready, agent: identity.agent) {
                    try await $0.ready(container, in: context)
                }
                try Task.checkCancellation()
            } catch {
                observer.progress(.rollingBack)
                throw await discard(container, stopTimeout: options.stopTimeout, after: error)
            }
            return container
        } catch {
            await undo(done, in: context)
            throw error
        }
    }

    /// Calls `preStop`, stops, and calls `postStop`. A failing hook does not keep the container alive.
    ///
    /// - Throws: what the wrapped runtime throws, else the first hook's failure with the others in it.
    public func stop(_ container: ContainerID, timeout: Duration) async throws {
        let context = RunContext(project: "", agent: container.rawValue, run: "", logger: logger)
        var failures: [HookError] = []
        func tryEach(
            _ hooks: [any RunHook], _ phase: HookError.Phase,
            _ body: @escaping @Sendable (any RunHook) async throws -> Void
        ) async {
            for hook in hooks {
                do {
                    try await call(hook, phase, agent: container.rawValue) { try await body(hook) }
                } catch let error as HookError {
                    failures.append(error)
                } catch {
                    failures.append(
                        HookError(hook: hook.name, phase: phase, agent: container.rawValue, underlying: [error]))
                }
            }
        }
        await tryEach(hooks, .preStop) { try await $0.preStop(container, in: context) }
        try await base.stop(container, timeout: timeout)
        await tryEach(hooks.reversed(), .postStop) { try await $0.postStop(container, in: context) }
        guard var first = failures.first else { return }
        first.underlying += failures.dropFirst().map { $0 as any Error }
        throw first
    }

    /// As the wrapped runtime's.
    public func remove(_ container: ContainerID) async throws { try await base.remove(container) }

    /// As the wrapped runtime's.
    public func streamLogs(_ container: ContainerID, options: LogOptions) async throws -> LogStream {
        try await base.streamLogs(container, options: options)
    }

    /// As the wrapped runtime's.
    public func list() async throws -> [ContainerInfo] { try await base.list() }

    private func each(
        _ hooks: [any RunHook], _ phase: HookError.Phase, agent: String,
        _ body: @escaping @Sendable (any RunHook) async throws -> Void
    ) async throws {
        for hook in hooks { try await call(hook, phase, agent: agent) { try await body(hook) } }
    }

    private func call<Value: Sendable>(
        _ hook: any RunHook, _ phase: HookError.Phase, agent: String,
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        do {
            return try await withTimeLimit(hook.timeLimit, body)
        } catch let limit as TimeLimitExceeded {
            throw HookError(hook: hook.name, phase: phase, agent: agent, underlying: [], timeLimit: limit.limit)
        } catch is CancellationError where Task.isCancelled {
            throw CancellationError()
        } catch {
            throw HookError(hook: hook.name, phase: phase, agent: agent, underlying: [error])
        }
    }

    /// Removes a container after a failed `ready`; the error keeps what went wrong on the way.
    private func discard(_ container: ContainerInfo, stopTimeout: Duration, after error: any Error) async -> any Error {
        do {
            try await shielded(limit: stopTimeout + .seconds(30)) {
                try? await base.stop(container.id, timeout: stopTimeout)
                try await base.remove(container.id)
            }
            return error
        } catch let cleanUp {
            guard var hookError = error as? HookError else { return error }
            hookError.underlying.append(cleanUp)
            return hookError
        }
    }

    private func undo(_ done: [any RunHook], in context: RunContext) async {
        for hook in done.reversed() {
            do {
                try await shielded(limit: hook.timeLimit) { await hook.undo(in: context) }
            } catch {
                logger.debug("hook did not undo in time", metadata: ["hook": "\(hook.name)"])
            }
        }
    }
}
