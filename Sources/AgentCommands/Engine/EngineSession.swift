import AgentOrchestrator
import AgentRuntime
import AgentValues
import Diagnostics
import EngineAPI
import Logging

/// An engine for the time of one command.
struct EngineSession: Sendable {
    /// The engine, and how it was found.
    let engine: DiscoveredEngine
    /// Where the libraries log to; nil unless the user asked.
    let logger: Logger?

    /// The agents on it.
    let host: AgentHost
}

extension EngineOptions {
    /// Finds the engine, runs `body` with it, and gives back whatever was opened or started for it, also when `body` throws or
    /// is cancelled.
    ///
    /// Before that, agents whose time is over are removed.
    /// - Parameters:
    ///   - startsEmbedded: whether a Podman of our own is started when no engine answers.
    ///   - reaps: whether agents whose time is over are removed first.
    /// - Throws: `EngineError` with code `noEngine` and what was tried, or what `body` throws.
    func withSession<Value: Sendable>(
        in context: CommandContext, startsEmbedded: Bool = true, reaps: Bool = true,
        _ body: (EngineSession) async throws -> Value
    ) async throws -> Value {
        var discovery = EngineDiscovery(
            named: engine, environment: context.environment, timeouts: try EngineTimeouts(in: context),
            logger: logging.logger)
        discovery.allowsEmbedded = startsEmbedded
        try context.stage.beginWork()
        let found = try await discovery.find()
        return try await found.whileOpen {
            let host = context.host(on: found.client, logger: logging.logger)
            if !found.warnings.isEmpty {
                let renderer = context.renderer
                try await context.messages.line(renderer.text(for: found.warnings))
            }
            let session = EngineSession(engine: found, logger: logging.logger, host: host)
            if reaps { await LeaseSweep(context: context, session: session).run() }
            return try await body(session)
        }
    }

    /// Finds the engine that is there, and starts none; nil where none answers and none was named.
    func withSessionIfAny<Value: Sendable>(
        in context: CommandContext, _ body: (EngineSession) async throws -> Value
    ) async throws -> Value? {
        do {
            return try await withSession(in: context, startsEmbedded: false, body)
        } catch let error as EngineError where error.code == .noEngine && engine == nil {
            return nil
        }
    }
}

extension EngineTimeouts {
    /// The defaults, or what `AAC_ENGINE_TIMEOUT` says about one call; calls that make the engine walk its storage get five times that.
    fileprivate init(in context: CommandContext) throws {
        self = .default
        guard let text = context.environment("AAC_ENGINE_TIMEOUT") else { return }
        guard let limit = DurationText.parse(text), limit > .zero else {
            throw CommandError(
                .usage, "'\(text)' from AAC_ENGINE_TIMEOUT is not a time", hint: "AAC_ENGINE_TIMEOUT=90s, or 2m")
        }
        self = EngineTimeouts(connect: min(connect, limit), request: limit, lengthy: limit * 5)
    }
}

extension CommandContext {
    /// The agents on an engine, with the hooks around their starts and stops.
    ///
    /// - Parameters:
    ///   - declared: the hooks of manifests, by agent.
    ///   - variables: where the values of secrets are that come from the environment, by agent.
    func host(
        on session: EngineSession, hooks declared: [String: [any RunHook]] = [:],
        variables: [String: [String: String]] = [:]
    ) -> AgentHost {
        host(on: session.engine.client, logger: session.logger, hooks: declared, variables: variables)
    }

    /// The same, for a session that is being made.
    func host(
        on engine: EngineClient, logger: Logger?, hooks declared: [String: [any RunHook]] = [:],
        variables: [String: [String: String]] = [:]
    ) -> AgentHost {
        let logger = logger ?? Self.silent
        let runtime = EngineRuntime(
            engine, logger: logger, secrets: SecretResolver(variables: variables), journal: journal,
            hurried: { [interruption] in await interruption.hurried() },
            stopping: { await StopNotice(context: self).tell($0, $1) })
        let hooks = HookSet(extensions.hooks, byAgent: declared)
        let hooked = HookedRuntime(base: runtime, hooks: hooks, logger: logger) { [messages] text in
            try? await messages.line(TerminalText.line("warning: \(text)"))
        }
        return AgentHost(engine: engine, runtime: hooked, journal: journal)
    }
}
