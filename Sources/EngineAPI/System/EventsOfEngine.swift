public import AgentValues

extension SystemEndpoints {
    /// Listens to what happens: `GET /events`. It goes on until the engine ends; see ``watch(filters:since:patience:)`` for one that
    /// survives this.
    ///
    /// Podman sends the head of its answer with the first event, so there this returns before the engine has answered; events
    /// from `since` on are nevertheless complete.
    /// - Parameters:
    ///   - filters: `container`, `event`, `image`, `label`, `network`, `type`; and `volume`, which matches nothing on Podman 4.
    ///   - since: also what happened from this time on; Docker remembers the last 256 events.
    public func events(filters: EngineFilters = EngineFilters(), since: EngineTime? = nil) async throws -> EventStream {
        var call = EngineCall.get("/events", to: "listen to the engine's events", limit: .stream)
        call.query.add("since", since?.queryValue)
        try call.query.add(filters)
        return EventStream(bytes: try await engine.stream(call, headComesLate: engine.kind == .podman))
    }

    /// What has happened, as far as the engine remembers: `GET /events`.
    ///
    /// - Parameters:
    ///   - filters: as in ``events(filters:since:)``.
    ///   - since: the beginning.
    ///   - until: the end; a time that has not come yet means now.
    public func pastEvents(
        filters: EngineFilters = EngineFilters(), since: EngineTime, until: EngineTime
    ) async throws -> EventStream {
        var call = EngineCall.get("/events", to: "read the engine's events", limit: .stream)
        call.query.add("since", since.queryValue)
        switch engine.kind {
        case .docker: call.query.add("until", until.queryValue)
        // Podman 4 mistakes every `until`, but ends at the last event when asked to.
        case .podman: call.query.add(explicit: "stream", false)
        }
        try call.query.add(filters)
        return EventStream(bytes: try await engine.stream(call), until: until)
    }
}

/// What happens in an engine, as it happens. For one reader; iteration throws ``EngineError``.
///
/// Dropping it, or cancelling its reader, ends the request.
public struct EventStream: AsyncSequence, Sendable {
    let bytes: ByteStream
    /// What happened later is left out.
    var until: EngineTime?

    /// Begins reading.
    public func makeAsyncIterator() -> Iterator {
        Iterator(events: JSONStream<EngineEvent>(bytes: bytes).makeAsyncIterator(), until: until)
    }

    /// Reads an ``EventStream``.
    public struct Iterator: AsyncIteratorProtocol {
        var events: JSONStream<EngineEvent>.Iterator
        let until: EngineTime?

        /// The next event, or nil when the engine ends.
        public mutating func next() async throws -> EngineEvent? {
            while let event = try await events.next() {
                if until.map({ event.time <= $0 }) ?? true { return event }
            }
            return nil
        }
    }
}
