import AgentValues
import EngineAPI
import Testing

@Suite(.timeLimit(.minutes(2))) struct EngineTimeTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0, 0), ("2024-05-01T12:00:00.123456789Z", 1_714_564_800, 123_456_789),
        ("2024-05-01T14:00:00.5+02:00", 1_714_564_800, 500_000_000), ("2024-05-01T05:30:00-06:30", 1_714_564_800, 0),
        ("2024-02-29T00:00:00z", 1_709_164_800, 0), ("1969-12-31T23:59:59.25Z", -1, 250_000_000),
        ("0001-01-01T00:00:00Z", -62_135_596_800, 0),
        ("2024-05-01T12:00:00.1234567899999Z", 1_714_564_800, 123_456_789),
    ])
    func understood(_ text: String, _ seconds: Int64, _ nanoseconds: Int64) {
        #expect(EngineTime(text) == EngineTime(seconds: seconds, nanoseconds: nanoseconds))
    }

    @Test(arguments: [
        "", "2024", "2024-05-01", "2024-05-01 12:00:00Z", "2024-05-01T12:00:00", "2024-13-01T12:00:00Z",
        "2024-05-01T24:00:00Z", "2024-05-01T12:00:00.Z", "2024-05-01T12:00:00Zx", "24-05-01T12:00:00Z",
    ])
    func refused(_ text: String) { #expect(EngineTime(text) == nil) }

    @Test(
        arguments: [-62_135_596_800, -1, 0, 1, 951_782_400, 1_714_564_800, 4_102_444_799, 253_402_300_799] as [Int64])
    func theTextGivesTheTimeBack(_ seconds: Int64) {
        let time = EngineTime(seconds: seconds, nanoseconds: 5)
        #expect(EngineTime(time.description) == time)
    }

    @Test func nanosecondsSince1970() {
        #expect(EngineTime(nanosecondsSince1970: 1_500_000_000) == EngineTime(seconds: 1, nanoseconds: 500_000_000))
        #expect(EngineTime(nanosecondsSince1970: -1) == EngineTime(seconds: -1, nanoseconds: 999_999_999))
        #expect(EngineTime(seconds: 12, nanoseconds: 34).queryValue == "12.000000034")
    }

    @Test func orderAndDistance() {
        let early = EngineTime(seconds: 1, nanoseconds: 900_000_000)
        let late = EngineTime(seconds: 2, nanoseconds: 100_000_000)
        #expect(early < late)
        #expect(late - early == .milliseconds(200))
        #expect(EngineTime.never < EngineTime(seconds: 0))
    }
}
