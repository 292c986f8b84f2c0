import AgentValues
import ArgumentParser

/// A point in the past on the command line: how long ago (`10m`), RFC 3339, or seconds since 1970.
struct SinceArgument: ExpressibleByArgument, Sendable {
    /// The time.
    var time: EngineTime

    init?(argument: String) {
        if let time = EngineTime(argument) {
            self.time = time
        } else if argument.count >= 9, let seconds = Int64(argument) {
            time = EngineTime(seconds: seconds)
        } else if let ago = DurationText.parse(argument) {
            let (seconds, attoseconds) = ago.components
            let now = EngineTime.now
            let nanoseconds = now.nanoseconds - attoseconds / 1_000_000_000
            time = EngineTime(
                seconds: now.seconds - seconds - (nanoseconds < 0 ? 1 : 0),
                nanoseconds: nanoseconds < 0 ? nanoseconds + 1_000_000_000 : nanoseconds)
        } else {
            return nil
        }
    }
}
