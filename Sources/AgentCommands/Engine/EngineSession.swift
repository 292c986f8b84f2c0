import AgentValues
import EngineAPI
import Logging

/// An engine for the time of one command.
struct EngineSession: Sendable {
    /// The engine, and how it was found.
    let engine: DiscoveredEngine
    /// Where the libraries log to; nil unless the user asked.
    let logger: Logger?

    /// The engine's API.
    var client: EngineClient { engine.client }
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
        discovery.pingLimit = min(discovery.pingLimit, discovery.timeouts.request)
        discovery.allowsEmbedded = startsEmbedded
        let found = try await discovery.find()
        let result: Result<Value, any Error>
        do {
            let session = EngineSession(engine: found, logger: logging.logger)
            if reaps { await LeaseSweep(context: context, session: session).run() }
            result = .success(try await body(session))
        } catch {
            result = .failure(error)
        }
        // In a task of its own, because a cancelled one could not wait for the embedded engine's end.
        await Task { await found.shutdown() }.value
        return try result.get()
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
