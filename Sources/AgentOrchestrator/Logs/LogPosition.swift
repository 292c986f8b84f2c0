package import AgentValues
import EngineAPI

/// How a stream of output comes.
package enum LogForm: Sendable {
    /// In pieces of text alone.
    case plain
    /// A log that was asked for times, in frames that begin with theirs.
    case stamped
    /// The log of a terminal that was asked for times, without frames.
    case stampedText
}

extension LogStream {
    /// How it comes, of a log.
    package func form(hasTimes: Bool) -> LogForm { hasTimes ? isFramed ? .stamped : .stampedText : .plain }
}

/// How far one container's output was read, and the line that has not ended yet. A pure value.
package struct LogPosition: Sendable {
    private var cursor = LogCursor()
    private var assemblers = LogAssemblers()
    private var terminal = StampedText()
    /// What was printed, by stream.
    private(set) var printed: [LogFrame.Stream: OutputCount] = [:]
    /// What of the log was printed when it came from elsewhere.
    private var known: [LogFrame.Stream: OutputCount] = [:]
    /// Whether what goes on with a frame is new, as its beginning was.
    private var isNew: [LogFrame.Stream: Bool] = [:]

    package init() {}

    /// Where reading goes on; nil when nothing was read.
    package var since: EngineTime? { cursor.since }

    /// Whether there is more of what was printed than the log has.
    package var isLogCut: Bool { known.values.contains { !$0.isZero } }

    /// Reading begins anew, at ``since``. In a terminal's log only whole lines are counted, and the last one comes again.
    package mutating func resume(_ form: LogForm) {
        cursor.resume()
        isNew = [:]
        guard form == .stampedText else { return }
        terminal = StampedText()
        assemblers = LogAssemblers()
    }

    /// The log is read from its beginning, and what was printed without it is left out.
    package mutating func rewind() {
        cursor = LogCursor()
        known = printed
    }

    /// What is new of a frame of text; nil when it was before. Not of a terminal's log.
    package mutating func piece(_ frame: LogFrame, _ form: LogForm) -> LogFrame? {
        text(of: frame, form).map { LogFrame(frame.stream, Array($0.bytes)) }
    }

    /// The lines that a piece of output completes, without those that were read before.
    package mutating func lines(_ frame: LogFrame, _ form: LogForm) -> [LogLine] {
        guard form == .stampedText else {
            return text(of: frame, form).map { assemblers.push($0.bytes, frame.stream, at: $0.time) } ?? []
        }
        return terminal.push(frame.bytes).flatMap { assemblers.push($0.text, frame.stream, at: $0.time) }
            .compactMap { line in
                guard line.time.map({ cursor.isNew(line.text[...], at: $0, on: frame.stream) }) ?? true else {
                    return nil
                }
                let bytes = unknown(of: (line.text + [UInt8(ascii: "\n")])[...], frame.stream)
                return bytes.isEmpty ? nil : LogLine(time: line.time, text: Array(bytes.dropLast()))
            }
    }

    /// The unended last lines.
    package mutating func finish() -> [(LogFrame.Stream, LogLine)] {
        let rest = terminal.finish().flatMap { assemblers.push($0.text, .stdout, at: $0.time) }
        return rest.map { (.stdout, $0) } + assemblers.finish()
    }

    private mutating func text(
        of frame: LogFrame, _ form: LogForm
    ) -> (time: EngineTime?, bytes: ArraySlice<UInt8>)? {
        guard form == .stamped else {
            printed[frame.stream, default: OutputCount()].add(frame.bytes[...])
            return (nil, frame.bytes[...])
        }
        let stamp = frame.beginsFrame ? frame.stamp : nil
        if frame.beginsFrame { isNew[frame.stream] = cursor.take(frame) != nil }
        guard isNew[frame.stream] ?? true else { return nil }
        let bytes = unknown(of: frame.bytes.dropFirst(stamp?.length ?? 0), frame.stream)
        return bytes.isEmpty ? nil : (stamp?.time, bytes)
    }

    /// What was not printed when it came from elsewhere.
    private mutating func unknown(of bytes: ArraySlice<UInt8>, _ stream: LogFrame.Stream) -> ArraySlice<UInt8> {
        let rest = known[stream]?.drop(from: bytes) ?? bytes
        printed[stream, default: OutputCount()].add(rest)
        return rest
    }
}
