public import AgentValues
import Diagnostics
import EngineAPI
public import Logging
import Synchronization

/// A runtime with custom logic around another one's runs and stops.
///
/// Hooks nest like an onion: `preRun` and `preStop` go in order, `postRun`, `ready`, `postStop`, `undo` and `failed` in
/// reverse. A wrapped
/// runtime can be wrapped again; the hooks given last are then the outermost.
public struct HookedRuntime: ContainerRuntime {
    private let base: any ContainerRuntime
    private let hooks: HookSet
    private let logger: Logger
    private let warn: @Sendable (String) async -> Void

    /// Puts the hooks around `base`.
    ///
    /// - Parameters:
    ///   - base: the runtime that does the work.
    ///   - hooks: what is called around it, and in which phase.
    ///   - logger: where hooks may log.
    ///   - warn: told of failures that only warn, when a container is stopped; those of a run go to its observer.
    public init(
        base: any ContainerRuntime, hooks: HookSet, logger: Logger = Logger(label: "aac.hooks"),
        warn: @escaping @Sendable (String) async -> Void = { _ in }
    ) {
        self.base = base
        self.hooks = hooks
        self.logger = logger
        self.warn = warn
    }

    /// The wrapped runtime's engine.
    public var engineView: EngineView? { base.engineView }

    /// As the wrapped runtime's.
    public func validateImage(_ reference: String) async throws { try await base.validateImage(reference) }

    /// As the wrapped runtime's.
    public func prepare(_ options: [RunOptions]) async throws { try await base.prepare(options) }

    /// Calls `preRun`, runs, and calls `postRun` and `ready`.
    ///
    /// - Throws: ``HookError``, or what the wrapped runtime throws. Nothing is left behind, and every hook whose `preRun` ended
    ///   well is undone, and told why.
    public func run(_ options: RunOptions, configHash: String?, observer: RunObserver) async throws -> RunResult {
        let identity = options.identity
        // What was asked for, before hooks change it, tells whether a container is what is wanted.
        let configHash = configHash ?? options.configHash
        let context = RunContext(
            project: identity.project, agent: identity.agent, run: identity.run, configHash: configHash,
            logger: logger, engine: engineView, warn: { observer.progress(.warning($0)) })
        let chain = HookChain(hooks: hooks[identity.agent], agent: identity.agent, context: context)
        var prepared = HookChain.Prepared(options: options)
        do {
            try await chain.preRun(&prepared) { observer.progress(.changed($0)) }
            var result = try await base.run(
                prepared.options, configHash: configHash,
                observer: observer.onStart { container in
                    try await chain.inReverse(.postRun) { try await $0.postRun(container, in: context) }
                })
            let container = result.container
            do {
                try await chain.inReverse(.ready) { try await $0.ready(container, in: context) }
                try Task.checkCancellation()
            } catch {
                observer.progress(.rollingBack)
                throw await discard(container, stopTimeout: prepared.options.stopTimeout, after: error)
            }
            result.changes = prepared.changes + result.changes
            return result
        } catch {
            let failure = Self.joining(error, await chain.undo(prepared.done))
            throw Self.joining(failure, await chain.failed(prepared.done, failure))
        }
    }

    /// What the hooks would make of the options. Nothing is run; what `preRun` did is undone.
    ///
    /// - Returns: the options, and what each hook changed about them.
    /// - Throws: ``HookError`` when a hook would not let the run begin.
    public static func preview(
        _ options: RunOptions, hooks: [any RunHook], logger: Logger = Logger(label: "aac.hooks"),
        warn: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> (options: RunOptions, changes: [HookChanges]) {
        let identity = options.identity
        let context = RunContext(
            project: identity.project, agent: identity.agent, run: identity.run, logger: logger, isPlan: true,
            warn: warn)
        let chain = HookChain(hooks: hooks, agent: identity.agent, context: context)
        var prepared = HookChain.Prepared(options: options)
        do {
            try await chain.preRun(&prepared)
        } catch {
            throw joining(error, await chain.undo(prepared.done))
        }
        let failures = await chain.undo(prepared.done)
        if let first = failures.first { throw joining(first, Array(failures.dropFirst())) }
        return (prepared.options, prepared.changes)
    }

    /// As the wrapped runtime's.
    @discardableResult
    public func start(_ container: ContainerID) async throws -> StateChange { try await base.start(container) }

    /// Calls `preStop`, stops, and calls `postStop`. A failing hook does not keep the container alive.
    ///
    /// - Throws: what the wrapped runtime throws, else the first hook's failure with the others in it.
    public func stop(_ container: ContainerID, timeout: Duration?) async throws {
        // Whose container it is decides about the hooks; when the engine does not tell, the stop does not wait for it.
        let found = hooks.isEmpty ? nil : try? await engineView?.container(container)
        let identity = found.flatMap { AgentIdentity(labels: $0.configuration.labels ?? [:]) }
        let agent = identity?.agent ?? container.rawValue
        let warnings = Mutex<[String]>([])
        let context = RunContext(
            project: identity?.project ?? "", agent: agent, run: identity?.run ?? "",
            configHash: found?.configuration.labels?[AgentIdentity.Label.configHash], logger: logger,
            engine: engineView,
            warn: { text in warnings.withLock { $0.append("\(agent): \(text)") } })
        let chain = HookChain(hooks: hooks[agent], agent: agent, context: context)
        var failures = await chain.tryEach(chain.hooks, .preStop) { try await $0.preStop(container, in: context) }
        let stopped: Result<Void, any Error>
        do { stopped = .success(try await base.stop(container, timeout: timeout)) } catch { stopped = .failure(error) }
        failures += await chain.tryEach(chain.hooks.reversed(), .postStop) {
            try await $0.postStop(container, in: context)
        }
        for warning in warnings.withLock({ $0 }) { await warn(warning) }
        if case .failure(let error) = stopped { throw Self.joining(error, failures) }
        if let first = failures.first { throw Self.joining(first, Array(failures.dropFirst())) }
    }

    /// As the wrapped runtime's.
    public func remove(_ container: ContainerID) async throws { try await base.remove(container) }

    /// As the wrapped runtime's.
    public func streamLogs(_ container: ContainerID, options: LogOptions) async throws -> LogStream {
        try await base.streamLogs(container, options: options)
    }

    /// As the wrapped runtime's.
    public func list() async throws -> [ContainerInfo] { try await base.list() }

    /// Removes a container after a failed `ready`; the error keeps what went wrong on the way.
    private func discard(_ container: ContainerInfo, stopTimeout: Duration, after error: any Error) async -> any Error {
        do {
            try await shielded(limit: stopTimeout + .seconds(30)) {
                try? await base.stop(container.id, timeout: stopTimeout)
                try await base.remove(container.id)
            }
            return error
        } catch let cleanUp {
            return Self.joining(error, [cleanUp])
        }
    }

    /// One error that keeps them all, the first one first.
    private static func joining(_ first: any Error, _ others: [any Error]) -> any Error {
        guard !others.isEmpty else { return first }
        switch first {
        case var error as HookError:
            error.underlying += others
            return error
        case var error as RunError:
            error.underlying += others
            return error
        case var error as RunFailures:
            error.errors += others
            return error
        default:
            return RunFailures(errors: [first] + others)
        }
    }
}
