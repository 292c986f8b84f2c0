import AgentValues
import Testing

@Suite(.timeLimit(.minutes(2))) struct LogLineAssemblerTests {
    private func lines(_ text: String, pieces: Int) -> [String] {
        var assembler = LogLineAssembler()
        var lines: [LogLine] = []
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            lines += assembler.push(rest.prefix(pieces))
            rest = rest.dropFirst(pieces)
        }
        if let last = assembler.finish() { lines.append(last) }
        return lines.map { String(decoding: $0.text, as: UTF8.self) }
    }

    /// What a line is, for logs, the foreground and the log probe.
    @Test(arguments: [1, 2, 3, 7, 1000])
    func aLine(_ pieces: Int) {
        #expect(lines("one\n\ntwo words\nend", pieces: pieces) == ["one", "", "two words", "end"])
        #expect(lines("dos\r\nunix\nhalf\r", pieces: pieces) == ["dos", "unix", "half"])
        #expect(lines("a\rb\r\n\r\n", pieces: pieces) == ["a\rb", ""])
        #expect(lines("\u{1B}[31mred\u{1B}[0m\n", pieces: pieces) == ["\u{1B}[31mred\u{1B}[0m"])
        #expect(lines("", pieces: pieces) == [])
    }

    @Test(arguments: [8192, 16384, 70_000])
    func longLinesStayWhole(_ length: Int) {
        let long = String(repeating: "a", count: length)
        #expect(lines("\(long)\nnext\n", pieces: 977) == [long, "next"])
    }

    @Test func aLineHasTheTimeOfItsFirstPiece() {
        var assembler = LogLineAssembler()
        #expect(assembler.push(Array("one ".utf8), at: EngineTime(seconds: 1)).isEmpty)
        let lines = assembler.push(Array("line\nnext\n".utf8), at: EngineTime(seconds: 2))
        #expect(lines.map(\.time) == [EngineTime(seconds: 1), EngineTime(seconds: 2)])
    }

    @Test func endlessLinesAreBroken() {
        let limit = LogLineAssembler.longestLine
        let text = String(repeating: "a", count: 2 * limit + 5)
        #expect(lines(text, pieces: 65536).map(\.utf8.count) == [limit, limit, 5])
    }

    @Test func standardErrorHasLinesOfItsOwn() {
        var assemblers = LogAssemblers()
        #expect(assemblers.push(Array("out ".utf8), .stdout).isEmpty)
        #expect(assemblers.push(Array("err\n".utf8), .stderr).map(\.text) == [Array("err".utf8)])
        #expect(assemblers.push(Array("put\nrest".utf8), .stdout).map(\.text) == [Array("out put".utf8)])
        #expect(assemblers.finish().map(\.1.text) == [Array("rest".utf8)])
    }
}
