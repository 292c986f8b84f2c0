import Testing

@testable import AgentCommands

@Suite(.timeLimit(.minutes(2))) struct TableTests {
    @Test func columnsAreAsWideAsTheirWidestCell() {
        var table = Table(["AGENT", "CPU", "PORTS"], right: ["CPU"])
        table.add(["hello", "0.1%", ""])
        table.add(["a-longer-name", "12.0%", "127.0.0.1:80->80/tcp"])
        #expect(
            table.text == """
                AGENT             CPU   PORTS
                hello            0.1%   -
                a-longer-name   12.0%   127.0.0.1:80->80/tcp

                """)
    }

    @Test func widthCountsCellsNotCharacters() {
        var table = Table(["A", "B"])
        table.add(["日本", "x"])
        table.add(["e\u{301}", "y"])
        #expect(table.text == "A      B\n日本   x\ne\u{301}      y\n")
    }

    @Test func controlCharactersAreEscaped() {
        var table = Table(["A", "B"])
        table.add(["\u{1B}[31mred\n", "x"])
        #expect(table.text.contains("\\u{1B}[31mred\\n   x\n"))
        #expect(!table.text.contains("\u{1B}"))
    }

    @Test func noBlanksAtTheEndOfALine() {
        var table = Table(["A", "LONG HEADING"])
        table.add(["x", "y"])
        #expect(table.text.split(separator: "\n").allSatisfy { !$0.hasSuffix(" ") })
    }
}
