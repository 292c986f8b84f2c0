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

    /// As Compose has it.
    @Test(
        arguments: [
            ("${A}", "1"), ("$A", "1"), ("$A/x", "1/x"), ("x${A}y$A", "x1y1"), ("\"${A} b\"", "1 b"),
            ("'${A}'", "${A}"),
            ("${NO:-d}", "d"), ("${NO-d}", "d"), ("${EMPTY:-d}", "d"), ("${EMPTY-d}", ""), ("${NO:-${A}}", "1"),
            ("${NO:-$A}", "1"),
            ("${A:+y}", "y"), ("${EMPTY:+y}", ""), ("${EMPTY+y}", "y"), ("${NO+y}", ""), ("${A:?no}", "1"),
            ("${A?no}", "1"), ("$$A", "$A"), ("\\$A", "$A"), ("\"\\$A\"", "$A"), ("\"$$A\"", "$A"), ("$", "$"),
            ("a$ b", "a$ b"),
            ("$1", "$1"), ("${OUTER}", "o"), ("${EARLIER}", "1-e"), ("$NO", ""), ("${DOLLAR}", "${A}"),
        ]) func replacesNames(_ written: String, _ expected: String) throws
    {
        let text = "A=0\nEMPTY=\nEARLIER=${A}-e\nDOLLAR='${A}'\nX=\(written)"
        let file = try EnvironmentFile(Array(text.utf8), file: ".env", replacing: ["A": "1", "OUTER": "o"])
        #expect(file.variables["X"] == expected)
    }

    @Test func whatIsNotSetIsEmptyWithAWarning() throws {
        let file = try EnvironmentFile(Array("A=1\nB=x${NO}y".utf8), file: ".env", replacing: [:])
        #expect(file.variables == ["A": "1", "B": "xy"])
        #expect(
            file.warnings.map { "\($0.position?.description ?? "") \($0.severity): \($0.message)" }
                == [".env:2:3 warning: the variable NO is not set; it counts as empty"])
    }

    @Test(arguments: ["${", "${NO:?say it}", "${A B}"]) func namesThatCannotBeReplaced(_ value: String) {
        #expect(throws: DiagnosticsError.self) {
            try EnvironmentFile(Array("A=\(value)".utf8), file: ".env", replacing: [:])
        }
    }

    /// Each line doubles the one before.
    @Test func valuesThatGrowAreBounded() {
        let lines = ["A0=0123456789"] + (1...40).map { "A\($0)=${A\($0 - 1)}${A\($0 - 1)}" }
        let error = #expect(throws: DiagnosticsError.self) {
            try EnvironmentFile(Array(lines.joined(separator: "\n").utf8), file: ".env", replacing: [:])
        }
        #expect(
            error?.diagnostics.first { $0.severity == .error }?.message == "the variables expand to more than 4 MiB")
    }
}
