import AgentManifest
import Diagnostics
import Testing

/// Files made to hurt, and files in strange encodings.
@Suite(.timeLimit(.minutes(2))) struct HostileInputTests {
    @Test func aliasesThatGrowAreRefused() {
        var text = manifest("config:")
        text += "    a0: &a0 [\(String(repeating: "x, ", count: 9))x]\n"
        for level in 1...12 {
            text +=
                "    a\(level): &a\(level) [\(Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", "))]\n"
        }
        #expect(messages(text).contains { $0.contains("the aliases of this file expand to more than 4 MiB") })
    }

    @Test func longTextsBehindAliasesAreRefused() {
        let long = String(repeating: "x", count: 900_000)
        let text = manifest("config:\n  a: &a \(long)\n  b: [*a, *a, *a, *a, *a, *a]")
        #expect(messages(text).contains { $0.contains("expand to more than 4 MiB") })
    }

    @Test func mergeKeysThatGrowAreRefused() {
        var text = manifest("config:\n  m0: &m0 {\((0..<200).map { "k\($0): v" }.joined(separator: ", "))}")
        for level in 1...14 {
            text +=
                "    m\(level): &m\(level) {a: *m\(level - 1), b: *m\(level - 1), c: *m\(level - 1), <<: *m\(level - 1)}\n"
        }
        #expect(messages(text).contains { $0.contains("expand to more than 4 MiB") })
    }

    @Test(arguments: ["[", "{a: "]) func deepNestingIsRefused(_ opening: String) {
        let text = manifest("config: " + String(repeating: opening, count: 100_000))
        #expect(messages(text).contains { $0.contains("nested deeper than 64 levels") })
    }

    @Test func depthIsCountedThroughAliases() {
        var text = manifest("config:")
        text += "    a0: &a0 [[[[[[[[x]]]]]]]]\n"
        for level in 1...9 { text += "    a\(level): &a\(level) [[[[[[[*a\(level - 1)]]]]]]]\n" }
        #expect(messages(text).contains { $0.contains("nested deeper than 64 levels") })
    }

    @Test func nestingBelowTheBoundIsFine() throws {
        let text = manifest(
            "config: {a: " + String(repeating: "[", count: 60) + String(repeating: "]", count: 60) + "}")
        #expect(try agent(text).config != nil)
    }

    @Test func largeFilesAreRefused() {
        let text = manifest("config:\n  a: " + String(repeating: "x", count: 1 << 20))
        #expect(
            messages(text) == [
                "1:1 error: the file is larger than 1 MiB (a manifest is a few kilobytes; keep data in files of its own)"
            ])
    }

    @Test func manyDocumentsAreRefused() {
        #expect(messages(String(repeating: "--- a\n", count: 1000)).contains { $0.contains("more than 256 documents") })
    }

    @Test func variablesThatGrowAreRefused() {
        let items = String(repeating: "'${A}',", count: 1000)
        let found = messages(
            manifest("config: {a: [\(items)]}"), variables: ["A": String(repeating: "x", count: 10_000)])
        #expect(found.contains { $0.contains("the variables of this file expand to more than 4 MiB") })
    }

    @Test func manyMistakesAreCounted() {
        let text = manifest("config: 5\nports: [\(String(repeating: "x, ", count: 5000))x]")
        let found = messages(text)
        #expect(found.count == 101)
        #expect(found.last == "error: <stdin> has 4902 more that are not shown")
    }

    /// Each of these must come back at all, with an answer or a mistake.
    @Test(arguments: [
        "&a [*a]", "&a {b: *a}", "*a", "<<: *a", "? [a]\n: b", "? {a: b}\n: c", "!!set {a, b}",
        "!<tag:yaml.org,2002:str> x",
        "%YAML 1.2\n---\n{}", "%YAML 3.0\n---\n{}", "%TAG ! tag:x,2000:\n---\n!a b", "a: |\n", "a: >-\n  x\n y",
        "\"\\x\"", "'", "\"", "[",
        "]", "}", "---\n...\n---", "- - - a", "a: b: c", "\t", "?", ":", "-", "!", "&", "*", "|", ">", "@", "`",
        "{a, b: }", "[,]", "{,}",
        "\u{85}", "\u{2028}", "a: \u{FEFF}b", "kind: Agent\n<<: {kind: x}", "<<: [[{a: b}]]", "!!binary ''",
    ]) func nothingCrashes(_ text: String) {
        #expect(!messages(text).isEmpty)
        #expect(!messages(manifest("config: \(text)") + text).isEmpty || !text.isEmpty)
    }

    @Test func nulBytes() {
        #expect(
            messages(Array("kind: A\u{0}gent".utf8))
                == [
                    #"1:8 error: the file holds a NUL character, which YAML does not allow (inside double quotes, write it as an escape such as "\0" or "\u0001")"#
                ])
    }

    @Test func controlCharacters() {
        #expect(messages("a: \u{1B}[31m").map { $0.prefix(47) } == ["1:4 error: the file holds the control character"])
    }

    @Test func invalidUTF8() {
        #expect(
            messages(Array("a: b\nc: ".utf8) + [0xC3, 0x28]) == [
                "2:4 error: the file is not valid UTF-8 (save the file as UTF-8)"
            ])
        #expect(messages([0xED, 0xA0, 0x80]) == ["1:1 error: the file is not valid UTF-8 (save the file as UTF-8)"])
    }

    @Test func utf16() {
        #expect(
            messages([0xFF, 0xFE, 0x61, 0x00]) == [
                "1:1 error: the file is not valid UTF-8 (it looks like UTF-16; save it as UTF-8)"
            ])
    }

    @Test func byteOrderMark() throws {
        #expect(try agent("\u{FEFF}" + manifest()).name == "demo")
        #expect(messages("\u{FEFF}hello").map { $0.prefix(4) } == ["1:1 "])
    }

    @Test(arguments: ["\r\n", "\r", "\u{85}", "\u{2028}"]) func lineEnds(_ end: String) throws {
        let text = String(manifest("restart: x").split(separator: "\n").joined(separator: end))
        do {
            _ = try load(text)
            Issue.record("a mistake was not found")
        } catch let error as DiagnosticsError {
            #expect(error.diagnostics.map(\.position?.line) == [10])
            #expect(error.diagnostics.map(\.sourceLine) == ["  restart: x"])
        }
    }

    /// Columns are counted in characters, not bytes.
    @Test func columnsCountCharacters() {
        #expect(messages(manifest("config: {größe: 5, 日本: .inf}")).map { $0.prefix(6) } == ["10:26 "])
    }
}
