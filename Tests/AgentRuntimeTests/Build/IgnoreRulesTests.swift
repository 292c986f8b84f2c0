import Testing

@testable import AgentRuntime

@Suite(.timeLimit(.minutes(2))) struct IgnoreRulesTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var lines: [String]
        var ignored: [String] = []
        var kept: [String] = []
        var testDescription: String { lines.joined(separator: " ⏎ ") }
    }

    static let cases: [Case] = [
        Case(lines: [], kept: ["a", "a/b"]),
        Case(lines: ["", "   ", "# a", "\t"], kept: ["a", "# a"]),
        // Only a `#` in the first column begins a comment.
        Case(lines: [" #a"], ignored: ["#a"]),
        Case(lines: ["a"], ignored: ["a", "a/b", "a/b/c"], kept: ["ab", "b/a", "A"]),
        Case(lines: ["/a", "b/", " c ", "./d", "x/../e", "//f//g//"], ignored: ["a", "b/x", "c", "d", "e", "f/g"]),
        Case(lines: ["*"], ignored: ["a", ".a", "a/b"]),
        Case(lines: ["*.log"], ignored: ["a.log", ".log"], kept: ["a/b.log", "a.logs", "log"]),
        Case(lines: ["*/*.log"], ignored: ["a/b.log"], kept: ["a.log", "a/b/c.log"]),
        Case(lines: ["**/*.log"], ignored: ["a.log", "a/b.log", "a/b/c.log"], kept: ["a.txt"]),
        Case(lines: ["a/**"], ignored: ["a/b", "a/b/c"], kept: ["a", "b/a/c"]),
        Case(lines: ["a/**/b"], ignored: ["a/b", "a/x/b", "a/x/y/b", "a/x/b/c"], kept: ["a/x", "b"]),
        Case(lines: ["**"], ignored: ["a", "a/b"]),
        Case(lines: ["**/a"], ignored: ["a", "x/a", "x/y/a", "x/a/b"], kept: ["ab", "x/ba"]),
        Case(lines: ["a?c"], ignored: ["abc", "aéc"], kept: ["ac", "a/c", "abbc"]),
        Case(lines: ["[ab]c", "[^x-z]d"], ignored: ["ac", "bc", "ad"], kept: ["cc", "yd"]),
        Case(lines: ["\\*", "\\#b", "a\\?"], ignored: ["*", "#b", "a?"], kept: ["a", "ab"]),
        Case(
            lines: ["a.b", "c+d", "e(f)", "g$", "^h", "i|j"], ignored: ["a.b", "c+d", "e(f)", "g$", "^h", "i|j"],
            kept: ["axb", "ccd"]),
        Case(lines: ["*.md", "!README.md"], ignored: ["a.md"], kept: ["README.md"]),
        Case(lines: ["*.md", "!README*.md", "README-secret.md"], ignored: ["README-secret.md"], kept: ["README-x.md"]),
        Case(lines: ["!a", "a"], ignored: ["a"]),
        Case(lines: ["*", "!a"], ignored: ["b", "b/c"], kept: ["a", "a/b"]),
        Case(lines: ["*", "! a"], kept: ["a"]),
        Case(lines: ["a", "!a/b"], ignored: ["a", "a/c"], kept: ["a/b", "a/b/c"]),
        Case(lines: ["a", "!a/*/b"], ignored: ["a/b", "a/x/c"], kept: ["a/x/b"]),
        Case(lines: ["*", "!**/b.txt"], ignored: ["a", "a/c.txt"], kept: ["b.txt", "a/b.txt", "a/x/b.txt"]),
        Case(lines: ["ü*"], ignored: ["übung"], kept: ["ubung"]),
        Case(lines: [String(repeating: "*a", count: 40) + "b"], kept: [String(repeating: "a", count: 200)]),
    ]

    @Test(arguments: cases)
    func decidesByTheLastMatch(_ test: Case) throws {
        let rules = try IgnoreRules(lines: test.lines)
        for path in test.ignored { #expect(rules.ignores(path), "\(path) should be ignored") }
        for path in test.kept { #expect(!rules.ignores(path), "\(path) should be kept") }
    }

    @Test func readsAFile() throws {
        let rules = try IgnoreRules(text: "\u{FEFF}a\r\n# comment\r\n\r\n!b  \r\nc")
        #expect(rules.patterns.map(\.text) == ["a", "b", "c"])
        #expect(rules.patterns.map(\.isNegated) == [false, true, false])
    }

    @Test(arguments: ["!", "a[", "[]", "[]a]", "[a-", "[z-a]", "a\\", "! "])
    func refuses(_ line: String) {
        #expect(throws: IgnoreRules.Mistake(line: 2, text: line)) { try IgnoreRules(lines: ["x", line]) }
    }

    @Test(arguments: [
        (["a", "!a/b/c"], "a", true), (["a", "!a/b/c"], "a/b", true), (["a", "!a/b/c"], "a/x", false),
        (["*", "!**/x"], "any/where", true), (["*", "!a*/x"], "abc", true), (["*", "!a*/x"], "b", false),
        (["*"], "a", false), (["*", "!a"], "a/b", false),
    ])
    func knowsWhatMayBeTakenBack(_ lines: [String], _ folder: String, _ expected: Bool) throws {
        #expect(try IgnoreRules(lines: lines).mayTakeBack(below: folder) == expected)
    }
}
