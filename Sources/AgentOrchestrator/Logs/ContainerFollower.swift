import AgentRuntime
import AgentValues
import EngineAPI
import Synchronization

/// Prints one container's output as it comes, over restarts of its command and absences of the engine.
struct ContainerFollower: Sendable {
    let container: ContainerID
    let origin: LogOrigin
    let runtime: any ContainerRuntime
    let reconnector: EngineReconnector
    let sink: any LogSink
    /// One element for each start of its command.
    let starts: AsyncStream<Void>
    /// Which part of the past is wanted, as long as nothing was read.
    let past: LogOptions

    /// Returns when the starts have ended and the last one's output is printed.
    func run(from start: LogPosition) async throws {
        var position = start
        for await _ in starts { position = try await read(from: position, follows: true) }
        // Podman can end what follows a log before the log's last lines; what is over is read to its end.
        position = try await read(from: position, follows: false)
        try await sink.finish(&position, of: origin)
    }

    /// Reads what is there and, where it follows, what comes until the container stops.
    private func read(from start: LogPosition, follows: Bool) async throws -> LogPosition {
        let current = Mutex(start)
        do {
            try await reconnector.surviving { _ in
                var position = current.withLock(\.self)
                var options = past
                if let since = position.since { (options.since, options.tail) = (since, nil) }
                options.follow = follows
                options.timestamps = true
                guard let stream = try await stream(options) else { return }
                position.resume(isFramed: stream.isFramed)
                // The position must outlast the error that a break throws.
                defer { current.withLock { [position] in $0 = position } }
                for try await frame in stream {
                    try await sink.print(frame, isFramed: stream.isFramed, of: origin, &position)
                }
            }
        } catch let error as EngineError where error.code == .notFound || error.code == .conflict {
            // It was removed, or is being removed: there will be no more of it.
        }
        return current.withLock(\.self)
    }

    /// The stream; nil when the container is gone. While it is being removed, Podman answers with errors of its own.
    private func stream(_ options: LogOptions) async throws -> LogStream? {
        do {
            return try await Self.policy.call(if: { ($0 as? EngineError)?.code == .serverError }) {
                try await runtime.streamLogs(container, options: options)
            }
        } catch let error as EngineError where error.code == .notFound || error.code == .conflict {
            return nil
        }
    }

    private static let policy = RetryPolicy(.every(.milliseconds(100)), tries: 21)
}
