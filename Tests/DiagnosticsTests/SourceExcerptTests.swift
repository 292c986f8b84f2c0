import Testing

@testable import Diagnostics

/// The caret stands under the right characters, whatever the line holds.
@Suite(.timeLimit(.minutes(2))) struct SourceExcerptTests {
    @Test(arguments: [
        ("  key: value", 3, "  key: value", 2, 3), ("key: value here", 6, "key: value here", 5, 5),
        ("key: \"a b\" c", 6, "key: \"a b\" c", 5, 5), ("key: 'open", 6, "key: 'open", 5, 1),
        ("[a, b]", 5, "[a, b]", 4, 1), ("{port: 80}", 2, "{port: 80}", 1, 4),
        ("a: ${X:-y z} b", 4, "a: ${X:-y z} b", 3, 9),
        ("a:b c", 1, "a:b c", 0, 3), ("a", 2, "a", 1, 1), ("a", 99, "a", 1, 1), ("", 1, "", 0, 1), ("a", 0, "a", 0, 1),
        ("\tx", 2, "    x", 4, 1), ("日本: x", 5, "日本: x", 6, 1), ("日本", 1, "日本", 0, 4),
        ("a\u{1B}b x", 5, #"a\u{1B}b x"#, 9, 1),
        ("e\u{301} x", 4, "e\u{301} x", 2, 1), ("- ]", 3, "- ]", 2, 1),
    ]) func places(_ line: String, _ column: Int, _ text: String, _ indentation: Int, _ width: Int) {
        let excerpt = SourceExcerpt(line: line, column: column)
        #expect(excerpt.text == text)
        #expect(excerpt.indentation.count == indentation)
        #expect(excerpt.width == width)
    }

    @Test(arguments: [1, 50, 500, 999, 1000, 1001]) func longLinesAreCut(_ column: Int) {
        let line = String(repeating: "abcdefghi ", count: 100)
        let excerpt = SourceExcerpt(line: line, column: column)
        #expect(excerpt.text.count <= SourceExcerpt.longestLine + 2)
        #expect(excerpt.indentation.count + excerpt.width <= excerpt.text.count + 1)
        guard column <= 1000 else { return }
        let wanted = Array(line)[column - 1]
        #expect(Array(excerpt.text)[excerpt.indentation.count] == wanted)
    }
}
