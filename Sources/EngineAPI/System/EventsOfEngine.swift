extension SystemEndpoints {
    /// Listens to what happens: `GET /events`. It goes on until the engine ends; see ``watch(filters:patience:)`` for one that
    /// survives this.
    ///
    /// Podman sends the head of its answer with the first event, so there this returns before the engine has answered; events
    /// from `since` on are nevertheless complete.
    /// - Parameters:
    ///   - filters: `container`, `event`, `image`, `label`, `network`, `type`; and `volume`, which matches nothing on Podman 4.
    ///   - since: also what happened from this time on; Docker remembers the last 256 events.
    ///   - until: the stream ends with what happened before this time; nil: it goes on.
    public func events(
        filters: EngineFilters = EngineFilters(), since: EngineTime? = nil, until: EngineTime? = nil
    ) async throws -> EventStream {
        var call = EngineCall.get("/events", to: "listen to the engine's events", limit: .stream)
        call.query.add("since", since?.queryValue)
        call.query.add("until", until?.queryValue)
        try call.query.add(filters)
        return EventStream(bytes: try await engine.stream(call, headComesLate: engine.kind == .podman))
    }
}

/// What happens in an engine, as it happens. For one reader; iteration throws ``EngineError``.
///
/// Dropping it, or cancelling its reader, ends the request.
public struct EventStream: AsyncSequence, Sendable {
    let bytes: ByteStream

    /// Begins reading.
    public func makeAsyncIterator() -> Iterator {
        Iterator(events: JSONStream<EngineEvent>(bytes: bytes).makeAsyncIterator())
    }

    /// Reads an ``EventStream``.
    public struct Iterator: AsyncIteratorProtocol {
        var events: JSONStream<EngineEvent>.Iterator

        /// The next event, or nil when the engine ends.
        public mutating func next() async throws -> EngineEvent? { try await events.next() }
    }
}
