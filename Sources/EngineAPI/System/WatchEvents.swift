public import AgentValues

extension SystemEndpoints {
    /// Listens to what happens, and begins again where it stopped when the connection breaks: `GET /events`.
    ///
    /// It tells each time that it is connected; list the objects then. What happened before is told only where `since` asks for it, and
    /// nothing is missed between the list and the next event. An event may come twice, and after the list one that is older than it.
    /// - Parameters:
    ///   - filters: as in ``events(filters:since:)``.
    ///   - since: also what happened from this time on, as far as the engine remembers.
    ///   - patience: how long to try again after a break before its error is thrown; 30 s unless given.
    public func watch(
        filters: EngineFilters = EngineFilters(), since: EngineTime? = nil,
        patience: Duration = .seconds(30)
    ) -> EventWatch {
        EventWatch(engine: engine, filters: filters, since: since, patience: patience)
    }
}

/// What happens in an engine, across broken connections. For one reader; iteration throws ``EngineError``.
public struct EventWatch: AsyncSequence, Sendable {
    /// What a watch tells.
    public enum Signal: Sendable, Hashable {
        /// It listens, for the first time or again: list the objects now.
        case connected
        /// Something happened.
        case event(EngineEvent)
    }

    let engine: EngineClient
    let filters: EngineFilters
    let since: EngineTime?
    let patience: Duration

    /// Begins listening.
    public func makeAsyncIterator() -> Iterator {
        Iterator(engine: engine, filters: filters, since: since, retry: EventRetry(patience: patience))
    }

    /// Reads an ``EventWatch``.
    public struct Iterator: AsyncIteratorProtocol {
        let engine: EngineClient
        let filters: EngineFilters
        var retry: EventRetry
        private var stream: EventStream.Iterator?
        private var cursor = EventCursor()

        init(engine: EngineClient, filters: EngineFilters, since: EngineTime?, retry: EventRetry) {
            self.engine = engine
            self.filters = filters
            self.retry = retry
            if let since { cursor.begin(at: since) }
        }

        /// The next signal. It never ends by itself.
        /// - Throws: ``EngineError`` when the engine refuses the filters, or stays away for longer than the patience.
        public mutating func next() async throws -> EventWatch.Signal? {
            while true {
                let failure: EngineError
                do {
                    guard stream != nil else {
                        try await connect()
                        return .connected
                    }
                    while let event = try await stream?.next() {
                        retry.succeeded()
                        if cursor.take(event) { return .event(event) }
                    }
                    failure = ended
                } catch let error as EngineError where error.isConnectionLost || error.code == .timedOut {
                    failure = error
                }
                stream = nil
                try await retry.failed(failure)
            }
        }

        private var ended: EngineError {
            EngineError(.transport, "listen to the engine's events", message: "the engine ended the stream")
        }

        private mutating func connect() async throws {
            // The engine's own clock, because ours may be another. A ping also shows that it is there, which Podman's event
            // stream does not before the first event.
            let now = try await engine.system.time()
            if let now { cursor.begin(at: now) }
            stream = try await engine.system.events(filters: filters, since: cursor.since).makeAsyncIterator()
            retry.connected()
        }
    }
}
