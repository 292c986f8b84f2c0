import EngineAPI
import Logging

/// An engine for the time of one command.
struct EngineSession: Sendable {
    /// The engine.
    let client: EngineClient
    /// Where the libraries log to; nil unless the user asked.
    let logger: Logger?
}

extension EngineOptions {
    /// Finds the engine, runs `body` with it, and gives back whatever was opened or started for it, also when `body` throws or
    /// is cancelled.
    ///
    /// - Throws: `EngineError` with code `noEngine` and what was tried, or what `body` throws.
    func withSession<Value: Sendable>(
        in context: CommandContext, _ body: (EngineSession) async throws -> Value
    ) async throws -> Value {
        let client = try await connect(in: context)
        defer { client.shutdown() }
        return try await body(EngineSession(client: client, logger: logging.logger))
    }

    private func connect(in context: CommandContext) async throws -> EngineClient {
        let places = ["/var/run/docker.sock", "/run/podman/podman.sock"]
        var failures: [any Error] = []
        let wanted: [EngineAddress]
        if let named = engine ?? context.environment("AAC_ENGINE") {
            switch named {
            case "docker": wanted = [.unix(path: places[0])]
            case "podman": wanted = [.unix(path: places[1])]
            default: wanted = [try EngineAddress(parsing: named)]
            }
        } else if let address = try EngineAddress(environment: context.environment) {
            wanted = [address]
        } else {
            wanted = places.map { .unix(path: $0) }
        }
        for address in wanted {
            do { return try await EngineClient.connect(to: address, logger: logging.logger) } catch {
                if error is CancellationError { throw error }
                failures.append(error)
            }
        }
        throw EngineError(.noEngine, "find an engine", details: failures.map { "\($0)" }, underlying: [])
    }
}
