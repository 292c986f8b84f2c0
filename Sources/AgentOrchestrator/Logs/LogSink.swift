package import AgentValues
import EngineAPI

/// Gets what agents print.
package protocol LogSink: Sendable {
    /// Agents whose output will come.
    func add(_ origins: [LogOrigin])

    /// Takes lines of one stream.
    func write(_ lines: [LogLine], _ stream: LogFrame.Stream, of origin: LogOrigin) async throws

    /// Takes a piece of a stream that was asked for times; what `position` has seen before is not new.
    ///
    /// - Parameter isFramed: whether the stream has frames.
    func print(_ frame: LogFrame, isFramed: Bool, of origin: LogOrigin, _ position: inout LogPosition) async throws

    /// Takes the unended last lines.
    func finish(_ position: inout LogPosition, of origin: LogOrigin) async throws
}

extension LogSink {
    /// Nothing.
    package func add(_ origins: [LogOrigin]) {}

    /// The lines that it completes.
    package func print(
        _ frame: LogFrame, isFramed: Bool, of origin: LogOrigin, _ position: inout LogPosition
    ) async throws {
        try await write(position.lines(frame, isFramed: isFramed), frame.stream, of: origin)
    }

    /// As lines.
    package func finish(_ position: inout LogPosition, of origin: LogOrigin) async throws {
        for (stream, line) in position.finish() { try await write([line], stream, of: origin) }
    }
}
