package import AgentValues
import EngineAPI

/// Gets what agents print.
package protocol LogSink: Sendable {
    /// Agents whose output will come.
    func add(_ origins: [LogOrigin])

    /// An agent's command is about to start. What must be known of the agent to print its output is found out now: it may be gone
    /// when the last of the output comes.
    func begin(_ origin: LogOrigin)

    /// Takes lines of one stream.
    func write(_ lines: [LogLine], _ stream: LogFrame.Stream, of origin: LogOrigin) async throws

    /// Takes a piece of a stream; what `position` has seen before is not new.
    func print(_ frame: LogFrame, _ form: LogForm, of origin: LogOrigin, _ position: inout LogPosition) async throws

    /// Takes the unended last lines.
    func finish(_ position: inout LogPosition, of origin: LogOrigin) async throws
}

extension LogSink {
    /// Nothing.
    package func add(_ origins: [LogOrigin]) {}

    /// Nothing.
    package func begin(_ origin: LogOrigin) {}

    /// The lines that it completes.
    package func print(
        _ frame: LogFrame, _ form: LogForm, of origin: LogOrigin, _ position: inout LogPosition
    ) async throws {
        try await write(position.lines(frame, form), frame.stream, of: origin)
    }

    /// As lines.
    package func finish(_ position: inout LogPosition, of origin: LogOrigin) async throws {
        for (stream, line) in position.finish() { try await write([line], stream, of: origin) }
    }
}
