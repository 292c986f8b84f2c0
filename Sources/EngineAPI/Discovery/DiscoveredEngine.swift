public import Diagnostics

/// An engine that answered, and how it was found.
public struct DiscoveredEngine: Sendable {
    /// The engine.
    public let client: EngineClient
    /// Why it was looked for there.
    public let source: EngineSource
    /// The places tried before, in order.
    public let attempts: [EngineAttempt]
    /// What is wrong with files that the search and pulls go by without need, such as Docker's `config.json`.
    public let warnings: [Diagnostic]
    /// The engine's process where it is ours.
    public let embedded: EmbeddedEngine?

    /// Where it listens.
    public var address: EngineAddress { client.address }

    /// Ends the client, and the embedded engine if it is one; containers stay.
    public func shutdown() async {
        client.shutdown()
        await embedded?.stop()
    }

    /// Runs `body`, and ends the engine as ``shutdown()`` does when that has returned or thrown, also when it was cancelled.
    public func whileOpen<Value>(_ body: () async throws -> Value) async throws -> Value {
        let result: Result<Value, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        // In a task of its own, because a cancelled one could not wait for the embedded engine's end.
        await Task { await shutdown() }.value
        return try result.get()
    }
}
