package import AgentValues
import EngineAPI

/// How far a container's output was printed, so that reading goes on after a break without a gap and without a line twice. A pure
/// value.
///
/// The streams are asked for times: every frame begins with its own. What was printed is known by time and, among frames of the
/// same time, by content, since Podman's times are whole seconds; standard output and standard error are counted apart, because
/// their times may cross.
package struct LogCursor: Sendable {
    /// Engines round `since`, and one of them takes it for exclusive; what comes twice is dropped here.
    private static let overlap: Int64 = 1

    private struct Position: Sendable {
        var time: EngineTime
        /// The contents of what was printed of this time.
        var printed: [Int]
        /// How many of them have come again since the break.
        var repeated: Int
        /// Whether what comes may have been printed before the break.
        var isCatchingUp = false
    }

    private var positions: [LogFrame.Stream: Position] = [:]

    /// Where to begin to read; nil for the log's beginning.
    package var since: EngineTime? {
        guard let earliest = positions.values.map(\.time).min() else { return nil }
        return EngineTime(seconds: earliest.seconds - Self.overlap, nanoseconds: earliest.nanoseconds)
    }

    /// Reading begins anew, at `since`.
    package mutating func resume() {
        for key in positions.keys {
            positions[key]?.repeated = 0
            positions[key]?.isCatchingUp = true
        }
    }

    /// - Returns: the frame without its time; nil when it was printed before.
    package mutating func take(_ frame: LogFrame) -> LogFrame? {
        guard let (time, length) = frame.stamp else { return frame }
        let rest = frame.bytes.dropFirst(length)
        return isNew(rest, at: time, on: frame.stream) ? LogFrame(frame.stream, Array(rest)) : nil
    }

    /// Notes a piece of output; false when it was printed before.
    package mutating func isNew(_ content: ArraySlice<UInt8>, at time: EngineTime, on stream: LogFrame.Stream) -> Bool {
        var hasher = Hasher()
        content.withUnsafeBytes { hasher.combine(bytes: $0) }
        let hash = hasher.finalize()
        guard var position = positions[stream] else {
            positions[stream] = Position(time: time, printed: [hash], repeated: 1)
            return true
        }
        if position.isCatchingUp, time <= position.time {
            // Before the last time everything was printed; of it, the frames that were, in their order.
            guard time == position.time else { return false }
            if position.repeated < position.printed.count {
                if position.printed[position.repeated] == hash { position.repeated += 1 }
                positions[stream] = position
                return false
            }
        }
        if time == position.time {
            positions[stream]?.printed.append(hash)
            positions[stream]?.repeated += 1
        } else {
            positions[stream] = Position(time: time, printed: [hash], repeated: 1)
        }
        return true
    }
}
