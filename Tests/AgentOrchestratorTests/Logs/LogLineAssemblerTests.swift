import AgentValues
import Testing

@testable import AgentOrchestrator

@Suite(.timeLimit(.minutes(2))) struct LogLineAssemblerTests {
    private static let stamp = "2024-05-01T12:00:00.123456789Z "

    private func lines(_ text: String, hasTimestamps: Bool, pieces: Int) -> [LogLine] {
        var assembler = LogLineAssembler(hasTimestamps: hasTimestamps)
        var lines: [LogLine] = []
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            lines += assembler.push(Array(rest.prefix(pieces)))
            rest = rest.dropFirst(pieces)
        }
        if let last = assembler.finish() { lines.append(last) }
        return lines
    }

    @Test(arguments: [1, 2, 3, 7, 1000])
    func linesWithoutTimes(_ pieces: Int) {
        let lines = lines("one\n\ntwo words\nend", hasTimestamps: false, pieces: pieces)
        #expect(lines.map { String(decoding: $0.text, as: UTF8.self) } == ["one", "", "two words", "end"])
    }

    @Test(arguments: 1...70)
    func timesAreTakenOffInAnyPieces(_ pieces: Int) {
        let text = "\(Self.stamp)one\n2024-05-01T14:00:01+02:00 two words\n\(Self.stamp)\nno time\n"
        let lines = lines(text, hasTimestamps: true, pieces: pieces)
        #expect(lines.map { String(decoding: $0.text, as: UTF8.self) } == ["one", "two words", "", "no time"])
        #expect(lines[0].time == EngineTime("2024-05-01T12:00:00.123456789Z"))
        #expect(lines[1].time == EngineTime("2024-05-01T12:00:01Z"))
        #expect(lines[3].time == nil)
    }

    @Test("The times inside long lines go", arguments: [8192, 16384], [1, 977, 8192, 100_000])
    func innerTimes(_ chunk: Int, _ pieces: Int) {
        let part = String(repeating: "a", count: chunk)
        let text = "\(Self.stamp)\(part)\(Self.stamp)\(part)\(Self.stamp)b c\n\(Self.stamp)next\n"
        let lines = lines(text, hasTimestamps: true, pieces: pieces)
        #expect(lines.map(\.text.count) == [2 * chunk + 3, 4])
    }

    /// As Podman sends what an agent wrote in several writes.
    @Test func aLineInSeveralFrames() {
        var assembler = LogLineAssembler(hasTimestamps: true)
        var lines: [LogLine] = []
        for part in ["\(Self.stamp)half ", "\(Self.stamp)and \(Self.stamp)", "\(Self.stamp)whole\n"] {
            assembler.beginFrame()
            lines += assembler.push(Array(part.utf8))
        }
        #expect(lines.map { String(decoding: $0.text, as: UTF8.self) } == ["half and \(Self.stamp)whole"])
    }

    @Test func aLineAsLongAsAChunk() {
        let part = String(repeating: "a", count: 8192)
        let lines = lines("\(Self.stamp)\(part)\n\(Self.stamp)next\n", hasTimestamps: true, pieces: 100)
        #expect(lines.map(\.text.count) == [8192, 4])
        #expect(lines.last?.time != nil)
    }

    @Test func textThatLooksLikeATimeStays() {
        let line = "it is \(Self.stamp)now"
        #expect(lines("\(Self.stamp)\(line)\n", hasTimestamps: true, pieces: 9).map(\.text) == [Array(line.utf8)])
        // Only the engine's own time goes, once.
        #expect(
            lines("\(Self.stamp)\(Self.stamp)x\n", hasTimestamps: true, pieces: 9).map(\.text)
                == [Array("\(Self.stamp)x".utf8)])
    }

    @Test(arguments: [true, false])
    func endlessLinesAreBroken(_ hasTimestamps: Bool) {
        let limit = LogLineAssembler.longestLine
        let text = (hasTimestamps ? Self.stamp : "") + String(repeating: "a", count: 2 * limit + 5)
        let lines = lines(text, hasTimestamps: hasTimestamps, pieces: 65536)
        #expect(lines.map(\.text.count) == [limit, limit, 5])
    }
}
