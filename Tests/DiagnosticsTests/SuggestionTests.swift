import Diagnostics
import Testing

@Suite(.timeLimit(.minutes(2))) struct SuggestionTests {
    @Test(arguments: [
        ("prots", "ports"), ("PORTS", "ports"), ("healthcheck", "healthCheck"), ("imag", "image"),
        ("comand", "command"),
        ("portss", "ports"), ("x", nil), ("", nil), ("completely", nil),
    ]) func finds(_ word: String, _ expected: String?) {
        #expect(nearest(to: word, among: ["image", "ports", "command", "healthCheck", "volumes"]) == expected)
    }

    @Test func theFirstOfTheNearestWins() {
        #expect(nearest(to: "bat", among: ["cat", "hat"]) == "cat")
        #expect(nearest(to: "a", among: [] as [String]) == nil)
    }

    @Test func severitiesAreOrdered() {
        #expect([Diagnostic.Severity.error, .note, .warning].sorted() == [.note, .warning, .error])
        #expect(SourcePosition(file: "a", line: 1, column: 2).description == "a:1:2")
    }
}
