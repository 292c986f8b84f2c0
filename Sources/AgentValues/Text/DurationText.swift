/// Times as manifests and flags write them: Go's syntax with days (`30s`, `1m30s`, `1.5h`, `100ms`, `1d`), or a plain number of seconds.
public enum DurationText {
    private static let nanoseconds: [String: Int64] = [
        "ns": 1, "us": 1000, "µs": 1000, "μs": 1000, "ms": 1_000_000, "s": 1_000_000_000, "m": 60_000_000_000,
        "h": 3_600_000_000_000, "d": 86_400_000_000_000,
    ]

    /// The time, never negative; nil when the text is no time or longer than some 292 years.
    public static func parse(_ text: String) -> Duration? {
        guard !text.isEmpty else { return nil }
        var total: Int64 = 0
        var rest = text
        while !rest.isEmpty {
            guard let (number, behind) = DecimalText.leading(rest) else { return nil }
            let unit = behind.prefix { $0 != "." && !("0"..."9").contains($0) }
            if unit.isEmpty, rest != text { return nil }
            guard let scale = unit.isEmpty ? 1_000_000_000 : nanoseconds[String(unit)], let part = number.times(scale)
            else { return nil }
            let (sum, overflow) = total.addingReportingOverflow(part)
            guard !overflow else { return nil }
            total = sum
            rest = String(behind.dropFirst(unit.count))
            if unit.isEmpty, !rest.isEmpty { return nil }
        }
        return .nanoseconds(total)
    }
}

extension Duration {
    /// How long ago something was, in its one or two largest units, such as `45s`, `5m`, `2h10m`, `3d4h`.
    public var age: String {
        let seconds = max(0, components.seconds)
        switch seconds {
        case ..<120: return "\(seconds)s"
        case ..<7200: return "\(seconds / 60)m"
        case ..<172_800:
            let minutes = seconds / 60 % 60
            return "\(seconds / 3600)h" + (minutes == 0 || seconds >= 36_000 ? "" : "\(minutes)m")
        default:
            let hours = seconds / 3600 % 24
            return "\(seconds / 86_400)d" + (hours == 0 || seconds >= 864_000 ? "" : "\(hours)h")
        }
    }
}
