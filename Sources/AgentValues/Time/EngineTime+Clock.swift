import Glibc

extension EngineTime {
    /// This host's time now.
    public static var now: EngineTime {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return EngineTime(seconds: Int64(time.tv_sec), nanoseconds: Int64(time.tv_nsec))
    }

    /// The time so much later; of less than a nanosecond nothing is kept.
    public static func + (start: EngineTime, span: Duration) -> EngineTime {
        let (seconds, attoseconds) = span.components
        var total = EngineTime(
            seconds: start.seconds + seconds, nanoseconds: start.nanoseconds + attoseconds / 1_000_000_000)
        // The parts of a negative span are both negative.
        if total.nanoseconds < 0 {
            total = EngineTime(seconds: total.seconds - 1, nanoseconds: total.nanoseconds + 1_000_000_000)
        }
        if total.nanoseconds >= 1_000_000_000 {
            total = EngineTime(seconds: total.seconds + 1, nanoseconds: total.nanoseconds - 1_000_000_000)
        }
        return total
    }
}
