import EngineAPI

/// How far an agent's output was printed, so that reading goes on after a break without a gap and without a line twice. A pure
/// value.
///
/// The streams are asked for times: every frame begins with its own, which is taken off again. What was printed is known by time
/// and, for frames of the same time, by number; standard output and standard error are counted apart, because their times may
/// cross.
struct LogCursor: Sendable {
    /// Engines round `since`, and one of them takes it for exclusive; what comes twice is dropped here.
    private static let overlap: Int64 = 1

    private struct Position: Sendable {
        var time: EngineTime
        /// How many frames of this time were printed.
        var count: Int
        /// How many of them have come again since the break.
        var repeated: Int
    }

    private var positions: [LogFrame.Stream: Position] = [:]

    /// Where to begin to read; nil for the log's beginning.
    var since: EngineTime? {
        guard let earliest = positions.values.map(\.time).min() else { return nil }
        return EngineTime(seconds: earliest.seconds - Self.overlap, nanoseconds: earliest.nanoseconds)
    }

    /// Reading begins anew, at `since`.
    mutating func resume() {
        for key in positions.keys { positions[key]?.repeated = 0 }
    }

    /// - Returns: the frame without its time; nil when it was printed before.
    mutating func take(_ frame: LogFrame) -> LogFrame? {
        guard let (time, length) = frame.stamp else { return frame }
        let rest = LogFrame(frame.stream, Array(frame.bytes.dropFirst(length)))
        guard var position = positions[frame.stream], time <= position.time else {
            positions[frame.stream] = Position(time: time, count: 1, repeated: 1)
            return rest
        }
        // Before the last time everything was printed; at it, as many as were counted.
        guard time == position.time else { return nil }
        position.repeated += 1
        let isNew = position.repeated > position.count
        if isNew { position.count = position.repeated }
        positions[frame.stream] = position
        return isNew ? rest : nil
    }
}
