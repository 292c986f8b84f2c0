import AgentValues
import Testing

@Suite(.timeLimit(.minutes(2))) struct DurationTextTests {
    @Test(
        arguments: [
            ("30s", .seconds(30)), ("1m30s", .seconds(90)), ("100ms", .milliseconds(100)), ("1.5h", .seconds(5400)),
            ("30", .seconds(30)), ("0.5", .milliseconds(500)), ("0", .zero), ("10us", .microseconds(10)),
            ("10µs", .microseconds(10)), ("7ns", .nanoseconds(7)), ("1h2m3s4ms", .milliseconds(3_723_004)),
            (".5s", .milliseconds(500)), ("1d", .seconds(86_400)), ("1d12h", .seconds(129_600)),
        ] as [(String, Duration)]) func durations(_ text: String, _ expected: Duration)
    {
        #expect(DurationText.parse(text) == expected)
    }

    @Test(arguments: [
        "", "s", "-1s", "+1s", "1 s", "1d2", "1D", "99999999999999d", "30sec", "1m30", "5s5", "abc", "1.s",
        "9999999999999h", "1e3s", "∞",
    ])
    func badDurations(_ text: String) {
        #expect(DurationText.parse(text) == nil)
    }

    @Test(arguments: [
        (Duration.milliseconds(5), "5ms"), (.milliseconds(300), "300ms"), (.milliseconds(1500), "1.5s"),
        (.seconds(30), "30s"),
        (.seconds(60), "1m"), (.seconds(90), "1m30s"), (.zero, "0ms"),
    ])
    func durationsReadWell(duration: Duration, text: String) {
        #expect(duration.brief == text)
    }

    @Test(arguments: [
        (0, "0s"), (119, "119s"), (120, "2m"), (7199, "119m"), (7200, "2h"), (9000, "2h30m"), (36_060, "10h"),
        (172_800, "2d"), (190_000, "2d4h"), (8_640_000, "100d"), (-5, "0s"),
    ])
    func ages(_ seconds: Int, _ text: String) {
        #expect(Duration.seconds(seconds).age == text)
    }
}
