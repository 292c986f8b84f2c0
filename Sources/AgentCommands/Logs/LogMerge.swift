import EngineAPI

/// Puts the past output of several containers in the order of time.
///
/// One line of each container is held, so memory stays flat however long the logs are.
struct LogMerge {
    private struct Source {
        let origin: LogOrigin
        var frames: LogStream.Iterator
        var assemblers = LogAssemblers(hasTimes: true)
        var ready: ArraySlice<(LogFrame.Stream, LogLine)> = []
        var isAtEnd = false

        /// Reads on until there is a line, or the end.
        mutating func fill() async throws {
            while ready.isEmpty, !isAtEnd {
                if let frame = try await frames.next() {
                    ready = assemblers.push(frame).map { (frame.stream, $0) }[...]
                } else {
                    isAtEnd = true
                    ready = assemblers.finish()[...]
                }
            }
        }
    }

    private var sources: [Source]

    /// - Parameter streams: each asked for times.
    init(_ streams: [(LogOrigin, LogStream)]) {
        sources = streams.map { Source(origin: $0, frames: $1.makeAsyncIterator()) }
    }

    /// Prints everything to the end.
    mutating func print(to printer: LogPrinter) async throws {
        for index in sources.indices { try await sources[index].fill() }
        while let next = earliest() {
            let (kind, line) = sources[next].ready.removeFirst()
            try await printer.write([line], kind, of: sources[next].origin)
            try await sources[next].fill()
        }
    }

    /// The source whose line is the oldest; the first of equals, and a line without a time before all.
    private func earliest() -> Int? {
        sources.indices.filter { !sources[$0].ready.isEmpty }.min { time($0) < time($1) }
    }

    private func time(_ index: Int) -> EngineTime { sources[index].ready.first?.1.time ?? .never }
}
