/// The lines of one container, whose standard output and standard error are lines of their own.
package struct LogAssemblers: Sendable {
    private var stdout = LogLineAssembler()
    private var stderr = LogLineAssembler()

    package init() {}

    /// Takes a piece and returns the lines that it completes.
    ///
    /// - Parameter time: when the piece was printed.
    package mutating func push(
        _ bytes: some Collection<UInt8>, _ stream: LogFrame.Stream, at time: EngineTime? = nil
    ) -> [LogLine] {
        stream == .stderr ? stderr.push(bytes, at: time) : stdout.push(bytes, at: time)
    }

    /// The unended last lines.
    package mutating func finish() -> [(LogFrame.Stream, LogLine)] {
        var rest: [(LogFrame.Stream, LogLine)] = []
        if let line = stdout.finish() { rest.append((.stdout, line)) }
        if let line = stderr.finish() { rest.append((.stderr, line)) }
        return rest
    }
}
