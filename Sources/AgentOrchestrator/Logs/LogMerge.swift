package import AgentValues
import EngineAPI

/// Puts the past output of several containers in the order of time.
///
/// One line of each container is held, so memory stays flat however long the logs are.
package struct LogMerge {
    private struct Source {
        let origin: LogOrigin
        var position = LogPosition()
        let form: LogForm
        var frames: LogStream.Iterator
        var ready: ArraySlice<(LogFrame.Stream, LogLine)> = []
        var isAtEnd = false
        /// Whether a last line without its end is one too.
        var endsLines = false

        /// Reads on until there is a line, or the end.
        mutating func fill() async throws {
            while ready.isEmpty, !isAtEnd {
                do {
                    if let frame = try await frames.next() {
                        ready = position.lines(frame, form).map { (frame.stream, $0) }[...]
                    } else {
                        isAtEnd = true
                        if endsLines { ready = position.finish()[...] }
                    }
                } catch {
                    isAtEnd = true
                    throw error
                }
            }
        }
    }

    private var sources: [Source]

    /// - Parameter streams: each asked for times.
    package init(_ streams: [(LogOrigin, LogStream)]) {
        sources = streams.map {
            Source(origin: $0, form: $1.form(hasTimes: true), frames: $1.makeAsyncIterator())
        }
    }

    /// Prints everything to the end, also what has no line end.
    package mutating func print(to sink: any LogSink) async throws {
        for index in sources.indices { sources[index].endsLines = true }
        try await printLines(to: sink, survivesBreaks: false)
    }

    /// Prints all whole lines, so that somebody else can read on.
    ///
    /// - Returns: how far that came, in the order of the streams; not to the end where the connection broke.
    package mutating func printWholeLines(to sink: any LogSink) async throws -> [LogPosition] {
        try await printLines(to: sink, survivesBreaks: true)
        return sources.map(\.position)
    }

    private mutating func printLines(to sink: any LogSink, survivesBreaks: Bool) async throws {
        for index in sources.indices { try await fill(index, survivesBreaks) }
        while let next = earliest() {
            let (kind, line) = sources[next].ready.removeFirst()
            try await sink.write([line], kind, of: sources[next].origin)
            try await fill(next, survivesBreaks)
        }
    }

    private mutating func fill(_ index: Int, _ survivesBreaks: Bool) async throws {
        do {
            try await sources[index].fill()
        } catch let error as EngineError where survivesBreaks && error.isConnectionLost {
        }
    }

    /// The source whose line is the oldest; the first of equals, and a line without a time before all.
    private func earliest() -> Int? {
        sources.indices.filter { !sources[$0].ready.isEmpty }.min { time($0) < time($1) }
    }

    private func time(_ index: Int) -> EngineTime { sources[index].ready.first?.1.time ?? .never }
}
