import AgentManifest
import Diagnostics
import Testing

@Suite(.timeLimit(.minutes(2))) struct EnvironmentFileTests {
    @Test func reads() throws {
        let text = #"""
            # a comment

            PLAIN=value
              SPACES = a b  # a comment
            HASH=a#b
            EMPTY=
            COMMENT= # nothing
            export EXPORTED=1
            export=2
            SINGLE='a "b" \n ${X} # c'
            DOUBLE="a 'b' \n\t\"\\\$ \x # c" # d
            LINES="one
            two"
            with.dot-dash=x
            EQUALS=a=b==
            DOLLAR=$HOME ${X}
            TWICE=1
            TWICE=2
            ÜBER_VALUE_OK=1
            """#.replacing("ÜBER_VALUE_OK=1", with: "UMLAUT=ü")
        let file = try EnvironmentFile(Array(text.replacing("\n", with: "\r\n").utf8), file: ".env")
        #expect(
            file.variables == [
                "PLAIN": "value", "SPACES": "a b", "HASH": "a#b", "EMPTY": "", "COMMENT": "", "EXPORTED": "1",
                "export": "2",
                "SINGLE": #"a "b" \n ${X} # c"#, "DOUBLE": "a 'b' \n\t\"\\$ \\x # c", "LINES": "one\ntwo",
                "with.dot-dash": "x", "EQUALS": "a=b==", "DOLLAR": "$HOME ${X}", "TWICE": "2", "UMLAUT": "ü",
            ])
        #expect("\(file)" == "***")
    }

    @Test func reportsEveryMistakeAndQuotesNoSecret() {
        let text = "A=1\nsecret words\nNAME\n=x\n1A=x\nB='x' y\nC=\"secret\nmore"
        let error = #expect(throws: DiagnosticsError.self) { try EnvironmentFile(Array(text.utf8), file: "x.env") }
        #expect(
            error?.diagnostics.map { "\($0.position?.description ?? "") \($0.message)" } == [
                "x.env:2:7 expected NAME=VALUE", "x.env:3:5 'NAME' has no value; expected NAME=VALUE",
                "x.env:4:1 expected a name before '='", "x.env:5:1 expected a name before '='",
                "x.env:6:7 unexpected text behind the value of 'B'",
                "x.env:7:3 the quote of the value of 'C' is not closed",
            ])
        #expect(error?.diagnostics.allSatisfy { $0.sourceLine == nil } == true)
    }

    @Test func badEncoding() {
        #expect(throws: DiagnosticsError.self) { try EnvironmentFile([0x41, 0x3D, 0xFF], file: ".env") }
        #expect(throws: DiagnosticsError.self) {
            try EnvironmentFile(Array(repeating: 0x41, count: (1 << 20) + 1), file: ".env")
        }
    }
}
