import Testing

@testable import AgentCommands

@Suite(.timeLimit(.minutes(2))) struct JSONLayoutTests {
    @Test(arguments: [
        ("{}", "{}"), ("[]", "[]"), ("1", "1"), (#"{"a":[],"b":{}}"#, "{\n  \"a\": [],\n  \"b\": {}\n}"),
        (#"[1,{"a":"x, y: {[\"]}\\"}]"#, "[\n  1,\n  {\n    \"a\": \"x, y: {[\\\"]}\\\\\"\n  }\n]"),
    ])
    func layout(_ compact: String, _ indented: String) {
        #expect(String(decoding: JSONLayout.indented(Array(compact.utf8)), as: UTF8.self) == indented)
    }
}
