import Testing

@testable import AgentManifest

/// Amounts, times, plain scalars and free-form values.
@Suite(.timeLimit(.minutes(2))) struct ValueTests {
    @Test(
        arguments: [
            ("2", 2_000_000_000), ("0.5", 500_000_000), ("500m", 500_000_000), ("1500m", 1_500_000_000),
            ("0.1", 100_000_000),
            (".25", 250_000_000), ("1.000000001", 1_000_000_001), ("0.5m", 500_000), ("1024", 1_024_000_000_000),
        ] as [(String, Int64)]) func cpus(_ text: String, _ expected: Int64) throws
    {
        #expect(try Quantity.nanoCPUs(text) == expected)
    }

    @Test(arguments: [
        "", "m", "0", "0m", "-1", "1.", "1 ", " 1", "1e3", "1M", "1k", "1,5", "0.0000000001", "1mm", "NaN",
        "9223372037",
    ])
    func badCPUs(_ text: String) {
        #expect(throws: Quantity.Problem.self) { try Quantity.nanoCPUs(text) }
    }

    @Test(
        arguments: [
            ("1", 1), ("536870912", 536_870_912), ("1B", 1), ("1k", 1000), ("1K", 1000), ("1KB", 1000), ("1kB", 1000),
            ("1Ki", 1024), ("1KiB", 1024), ("512Mi", 536_870_912), ("512MiB", 536_870_912), ("512M", 512_000_000),
            ("2GB", 2_000_000_000), ("1G", 1_000_000_000), ("1.5Gi", 1_610_612_736), ("1Ti", 1_099_511_627_776),
            ("0.5Ki", 512), ("8191Pi", 8191 << 50),
        ] as [(String, Int64)]) func memory(_ text: String, _ expected: Int64) throws
    {
        #expect(try Quantity.bytes(text) == expected)
    }

    @Test(arguments: [
        "", "0", "Mi", "-1Mi", "1.5", "512m", "1g", "1gb", "1mi", "1 Mi", "1X", "1MM", "8192Pi", "99999999999999999999",
        "1e6",
    ])
    func badMemory(_ text: String) {
        #expect(throws: Quantity.Problem.self) { try Quantity.bytes(text) }
    }

    @Test(
        arguments: [
            ("30s", .seconds(30)), ("1m30s", .seconds(90)), ("100ms", .milliseconds(100)), ("1.5h", .seconds(5400)),
            ("30", .seconds(30)), ("0.5", .milliseconds(500)), ("0", .zero), ("10us", .microseconds(10)),
            ("10µs", .microseconds(10)), ("7ns", .nanoseconds(7)), ("1h2m3s4ms", .milliseconds(3_723_004)),
            (".5s", .milliseconds(500)),
        ] as [(String, Duration)]) func durations(_ text: String, _ expected: Duration)
    {
        #expect(DurationText.parse(text) == expected)
    }

    @Test(arguments: [
        "", "s", "-1s", "+1s", "1d", "1 s", "30sec", "1m30", "5s5", "abc", "1.s", "9999999999999h", "1e3s", "∞",
    ])
    func badDurations(_ text: String) {
        #expect(DurationText.parse(text) == nil)
    }

    @Test(
        arguments: [
            ("", .null), ("~", .null), ("null", .null), ("NULL", .null), ("nUll", .string), ("true", .bool(true)),
            ("False", .bool(false)),
            ("yes", .string), ("on", .string), ("y", .string), ("0", .integer(0)), ("-12", .integer(-12)),
            ("+5", .integer(5)),
            ("010", .integer(10)), ("0o17", .integer(15)), ("0xFf", .integer(255)), ("0x-1", .string), ("0b1", .string),
            ("1_000", .string), ("1.5", .float(1.5)), ("1.", .float(1)), (".5", .float(0.5)), ("-.5", .float(-0.5)),
            ("1e3", .float(1000)),
            ("1.e+3", .float(1000)), ("1.5E-1", .float(0.15)), (".", .string), ("+", .string), ("-", .string),
            ("1e", .string), ("e5", .string),
            (".inf", .float(.infinity)), ("-.INF", .float(-.infinity)), ("12:30", .string), ("2024-01-01", .string),
            ("1.2.3", .string),
            ("9223372036854775807", .integer(.max)), ("9223372036854775808", .float(9_223_372_036_854_775_808)),
            ("٣", .string),
            ("0x", .string), ("0o8", .string), ("inf", .string), ("nan", .string), ("0x1p3", .string),
        ] as [(String, CoreSchema)]) func plainScalars(_ text: String, _ expected: CoreSchema)
    {
        #expect(CoreSchema(text) == expected)
    }

    @Test func notANumber() {
        guard case .float(let number) = CoreSchema(".nan") else {
            Issue.record(".nan is no number")
            return
        }
        #expect(number.isNaN)
    }

    @Test(arguments: ["a", "a1", "1a", "a-b", "0", String(repeating: "x", count: 63)]) func names(_ name: String) {
        #expect(AgentName.isValid(name))
    }

    @Test(arguments: ["", "-a", "a-", "A", "a_b", "a.b", "ä", "a b", String(repeating: "x", count: 64)]) func badNames(
        _ name: String
    ) {
        #expect(!AgentName.isValid(name))
        if let better = AgentName.nearest(to: name) { #expect(AgentName.isValid(better)) }
    }

    @Test(arguments: ["127.0.0.1", "::1", "0.0.0.0", "2001:db8::1"]) func addresses(_ text: String) {
        #expect(IPAddress.isValid(text))
    }

    @Test(arguments: ["", "localhost", "1.2.3", "256.0.0.1", "1.2.3.4/8", "::1%lo", "127.0.0.1\u{0}x"])
    func badAddresses(_ text: String) {
        #expect(!IPAddress.isValid(text))
    }

    @Test(arguments: [
        ("My App", "my-app"), ("__x__", "x"), ("a.b_c", "a-b-c"), ("Ärger", "rger"), ("日本", ""), ("", ""), ("-a-", "a"),
        (String(repeating: "a", count: 80), String(repeating: "a", count: 63)),
    ])
    func nearestNames(_ text: String, _ name: String) {
        #expect((AgentName.nearest(to: text) ?? "") == name)
    }
}
