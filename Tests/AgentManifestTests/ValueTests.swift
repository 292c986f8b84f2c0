import Testing

@testable import AgentManifest

/// Plain scalars, names and addresses.
@Suite(.timeLimit(.minutes(2))) struct ValueTests {
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
