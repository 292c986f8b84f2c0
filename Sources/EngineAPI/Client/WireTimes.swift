import AgentValues

extension EngineTime {
    /// Parses a date as HTTP headers have it (RFC 9110 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`; nil for anything else.
    init?(httpDate text: String) {
        let parts = text.split(separator: " ")
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        guard parts.count == 6, parts[5] == "GMT", let month = months.firstIndex(of: String(parts[2])) else {
            return nil
        }
        let number = month < 9 ? "0\(month + 1)" : "\(month + 1)"
        self.init("\(parts[3])-\(number)-\(parts[1])T\(parts[4])Z")
    }

    /// nil for Go's zero time, which stands for "not yet".
    var unlessNever: EngineTime? { self == .never ? nil : self }
}

extension Duration {
    /// Nanoseconds, clamped to what 64 bits hold (292 years).
    var wholeNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, overflowAgain) = product.addingReportingOverflow(attoseconds / 1_000_000_000)
        return overflow || overflowAgain ? (seconds < 0 ? .min : .max) : sum
    }

    /// Seconds, rounded up, as the engine's `t` parameters and `StopTimeout` take them; never negative. Zero is no time at all, so it
    /// must not come from a fraction.
    package var secondsRoundedUp: Int {
        let (seconds, attoseconds) = components
        return max(0, Int(clamping: attoseconds > 0 ? seconds &+ 1 : seconds))
    }
}
