import AgentValues
import FoundationEssentials
import Testing

@Suite(.timeLimit(.minutes(2))) struct SecretValueTests {
    @Test func aValueSaysNothingAboutItself() {
        let value = SecretValue("hunter22")
        var dumped = ""
        dump(value, to: &dumped)
        #expect(!"\(value) \(String(reflecting: value)) \(dumped) \([value])".contains("hunter22"))
    }

    @Test func jsonShowsNothing() throws {
        let json = try JSONEncoder().encode([SecretValue("hunter22")])
        #expect(String(decoding: json, as: UTF8.self) == #"["***"]"#)
    }
}
