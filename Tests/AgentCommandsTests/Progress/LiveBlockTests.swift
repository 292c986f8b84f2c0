import AgentValues
import EngineAPI
import Testing

@testable import AgentCommands

@Suite(.timeLimit(.minutes(2))) struct LiveBlockTests {
    private func lines(_ texts: [String], _ color: LiveLine.Color? = nil) -> [LiveLine] {
        texts.map { text in
            var line = LiveLine()
            line.add(text, color)
            return line
        }
    }

    @Test func aFrameIsOneUpdateOfWhatChanged() {
        var block = LiveBlock()
        let size = TerminalSize(columns: 80, rows: 24)
        _ = block.draw(lines(["one", "two", "three"]), size: size)
        let frame = String(decoding: block.draw(lines(["one", "TWO", "three"]), size: size), as: UTF8.self)
        #expect(frame.hasPrefix("\u{1B}[?2026h") && frame.hasSuffix("\u{1B}[?2026l"))
        #expect(frame.contains("TWO") && !frame.contains("one") && !frame.contains("three"))
        #expect(block.draw(lines(["one", "TWO", "three"]), size: size).isEmpty)
    }

    @Test func theScreenShowsTheLinesAndWhatWasPrinted() {
        // Higher than any block of it, so that no row of a block is scrolled out of reach.
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            var block = LiveBlock()
            var columns = 80
            var screen = ScreenModel(columns: columns, rows: 60)
            var printed: [String] = []
            var shown: [String] = []
            for step in 0..<30 {
                switch Int.random(in: 0..<5, using: &generator) {
                case 0:
                    printed.append("log \(step)")
                    screen.write(
                        block.print(
                            Array("log \(step)\r\n".utf8), size: TerminalSize(columns: columns, rows: 60)))
                case 1:
                    columns = Int.random(in: 20...100, using: &generator)
                    screen.resize(columns: columns)
                    fallthrough
                default:
                    let count = Int.random(in: 1...6, using: &generator)
                    shown = (0..<count).map {
                        let text = "agent \($0) \(Int.random(in: 0..<3, using: &generator)) "
                        return LiveLine.cut(
                            text + String(repeating: "x", count: .random(in: 0...90, using: &generator)),
                            to: columns - 1)
                    }
                    screen.write(
                        block.draw(lines(shown, .green), size: TerminalSize(columns: columns, rows: 60)))
                }
                #expect(!screen.isUpdating)
            }
            screen.write(block.draw(lines(["end"]), size: TerminalSize(columns: columns, rows: 60)))
            #expect(screen.all == printed + ["end"])
            #expect(screen.wrapped == 0)
        }
    }

    @Test func aLineWithoutAnEndWaitsForIt() {
        var block = LiveBlock()
        let size = TerminalSize(columns: 40, rows: 10)
        var screen = ScreenModel(columns: 40, rows: 10)
        screen.write(block.draw(lines(["block"]), size: size))
        screen.write(block.print(Array("a beginning".utf8), size: size))
        #expect(screen.rows == ["block"])
        screen.write(block.print(Array(" and an end\r\nmore".utf8), size: size))
        #expect(screen.rows == ["a beginning and an end", "block"])
        screen.write(block.finish())
        #expect(screen.rows == ["a beginning and an end", "block", "more"])
    }

    @Test func textIsCutByCells() {
        #expect(LiveLine.cut("abc", to: 3) == "abc")
        #expect(LiveLine.cut("abcd", to: 3) == "ab…")
        #expect(LiveLine.cut("漢字漢字", to: 5) == "漢字…")
        #expect(LiveLine.cut("漢字漢字", to: 4) == "漢…")
        #expect(LiveLine.cut("✅✅✅", to: 4) == "✅…")
        #expect(LiveLine.cut("a", to: 0) == "")
    }
}
