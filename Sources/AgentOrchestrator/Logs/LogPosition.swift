package import AgentValues
import EngineAPI

/// How far one container's output was read, and the line that has not ended yet. A pure value.
package struct LogPosition: Sendable {
    private var cursor = LogCursor()
    private var assemblers = LogAssemblers(hasTimes: true)

    /// Where reading goes on; nil when nothing was read.
    package var since: EngineTime? { cursor.since }

    /// Reading begins anew, at ``since``.
    ///
    /// - Parameter isFramed: whether the stream has frames. Without them only whole lines are counted, and the last one comes again.
    package mutating func resume(isFramed: Bool) {
        cursor.resume()
        if !isFramed { assemblers = LogAssemblers(hasTimes: true) }
    }

    /// A frame without its time, to be printed as it is; nil when it was before.
    package mutating func piece(_ frame: LogFrame) -> LogFrame? { cursor.take(frame) }

    /// The lines that a piece of a stream with times completes, without those that were read before.
    package mutating func lines(_ frame: LogFrame, isFramed: Bool) -> [LogLine] {
        guard isFramed else {
            return assemblers.push(frame).filter { line in
                line.time.map { cursor.isNew(line.text[...], at: $0, on: frame.stream) } ?? true
            }
        }
        return cursor.take(frame) == nil ? [] : assemblers.push(frame)
    }

    /// The unended last lines.
    package mutating func finish() -> [(LogFrame.Stream, LogLine)] { assemblers.finish() }
}
