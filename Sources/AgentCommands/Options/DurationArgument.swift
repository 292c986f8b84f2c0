import ArgumentParser

/// A time span on the command line: `10` (seconds), `90s`, `1m30s`, `500ms`, `2h`, `1d`.
struct DurationArgument: ExpressibleByArgument, Sendable, Hashable {
    /// The time span.
    var duration: Duration

    init?(argument: String) {
        guard let duration = Self.parse(argument) else { return nil }
        self.duration = duration
    }

    private static let units: [(name: String, length: Duration)] = [
        ("ms", .milliseconds(1)), ("s", .seconds(1)), ("m", .seconds(60)), ("h", .seconds(3600)),
        ("d", .seconds(86_400)),
    ]

    private static func parse(_ text: String) -> Duration? {
        var rest = Substring(text)
        var total = Duration.zero
        repeat {
            let digits = rest.prefix { ("0"..."9").contains($0) || $0 == "." }
            // 10,000 days of each unit at most, so that nothing overflows.
            guard digits.first?.isNumber == true, let number = Double(digits), number <= 864_000_000 else { return nil }
            rest = rest.dropFirst(digits.count)
            if rest.isEmpty, digits.count == text.count { return .seconds(number) }
            let name = rest.prefix { ("a"..."z").contains($0) }
            guard let unit = units.first(where: { $0.name == name }) else { return nil }
            rest = rest.dropFirst(name.count)
            total += unit.length * number
        } while !rest.isEmpty
        return total
    }
}
