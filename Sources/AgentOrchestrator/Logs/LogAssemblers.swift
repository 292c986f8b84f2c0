package import AgentValues
import EngineAPI

/// The lines of one container, whose standard output and standard error are lines of their own.
package struct LogAssemblers: Sendable {
    private var stdout: LogLineAssembler
    private var stderr: LogLineAssembler

    package init(hasTimes: Bool) {
        stdout = LogLineAssembler(hasTimestamps: hasTimes)
        stderr = LogLineAssembler(hasTimestamps: hasTimes)
    }

    /// Takes a piece and returns the lines that it completes.
    package mutating func push(_ frame: LogFrame) -> [LogLine] {
        if frame.stream == .stderr {
            stderr.beginFrame()
            return stderr.push(frame.bytes)
        }
        stdout.beginFrame()
        return stdout.push(frame.bytes)
    }

    /// The unended last lines.
    package mutating func finish() -> [(LogFrame.Stream, LogLine)] {
        var rest: [(LogFrame.Stream, LogLine)] = []
        if let line = stdout.finish() { rest.append((.stdout, line)) }
        if let line = stderr.finish() { rest.append((.stderr, line)) }
        return rest
    }
}
