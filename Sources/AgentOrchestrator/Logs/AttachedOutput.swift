import AgentValues
import EngineAPI
import Synchronization

/// What one start of a container's command prints, from its first byte: the connection was there before the start. For one reader.
final class AttachedOutput: Sendable {
    /// How reading ended.
    enum End: Sendable {
        /// The engine has ended it, as it does with the command.
        case ended
        /// The connection broke.
        case broken
        /// It was closed by us.
        case closed
        /// It was closed by us, and the command was never started.
        case neverStarted
    }

    private enum State {
        case unstarted
        case waiting(since: ContinuousClock.Instant)
        case printing
        case ended
        case closed(wasStarted: Bool)
    }

    /// How long the end of the output may take once the container has ended and nothing comes.
    private static let patience = Duration.seconds(3)
    private static let pause = Duration.milliseconds(100)

    private let connection: AgentConnection
    private let state = Mutex(State.unstarted)
    private let starts: AsyncStream<Void>
    private let start: AsyncStream<Void>.Continuation

    init(_ connection: AgentConnection) {
        self.connection = connection
        (starts, start) = AsyncStream.makeStream()
    }

    /// The command was started; what comes before that are no words of the agent's.
    func begin() {
        set(.waiting(since: .now))
        start.finish()
    }

    /// Hands on what comes, once the command was started.
    ///
    /// - Throws: what `body` throws, or `CancellationError`.
    func read(_ body: (LogFrame) async throws -> Void) async throws -> End {
        for await _ in starts {}
        try Task.checkCancellation()
        if let end = closedEnd { return end }
        var frames = connection.stream.frames.makeAsyncIterator()
        while true {
            let next: LogFrame?
            do { next = try await frames.next() } catch {
                if let end = closedEnd { return end }
                if error is CancellationError { throw error }
                return .broken
            }
            guard let frame = next else { break }
            set(.printing)
            try await body(frame)
            set(.waiting(since: .now))
        }
        if let end = closedEnd { return end }
        set(.ended)
        return .ended
    }

    /// Closes the connection, so that reading ends.
    func close() {
        state.withLock { state in
            switch state {
            case .closed: break
            case .unstarted: state = .closed(wasStarted: false)
            case .waiting, .printing, .ended: state = .closed(wasStarted: true)
            }
        }
        start.finish()
        connection.close()
    }

    /// Returns when the output has ended, and closes the connection where the end does not come. A reader who is slow to print has
    /// all the time.
    func awaitEnd() async throws {
        while true {
            switch state.withLock({ $0 }) {
            case .ended, .closed: return
            case .waiting(let since) where since.duration(to: .now) > Self.patience: return close()
            case .unstarted, .waiting, .printing: try await Task.sleep(for: Self.pause)
            }
        }
    }

    private var closedEnd: End? {
        guard case .closed(let wasStarted) = state.withLock({ $0 }) else { return nil }
        return wasStarted ? .closed : .neverStarted
    }

    private func set(_ next: State) {
        state.withLock { if case .closed = $0 {} else { $0 = next } }
    }
}
