/// An engine that answered, and how it was found.
public struct DiscoveredEngine: Sendable {
    /// The engine.
    public let client: EngineClient
    /// Why it was looked for there.
    public let source: EngineSource
    /// The places tried before, in order.
    public let attempts: [EngineAttempt]
    /// The engine's process where it is ours.
    public let embedded: EmbeddedEngine?

    /// Where it listens.
    public var address: EngineAddress { client.address }

    /// Ends the client, and the embedded engine if it is one; containers stay.
    public func shutdown() async {
        client.shutdown()
        await embedded?.stop()
    }
}
