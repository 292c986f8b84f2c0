import AgentValues
import Testing

@testable import AgentOrchestrator

@Suite(.timeLimit(.minutes(2))) struct LogCursorTests {
    private func frame(_ second: Int, _ text: String, _ stream: LogFrame.Stream = .stdout) -> LogFrame {
        LogFrame(stream, Array("2024-05-01T12:00:0\(second).000000001Z \(text)\n".utf8))
    }

    private func read(_ cursor: inout LogCursor, _ frames: [LogFrame]) -> [String] {
        frames.compactMap { cursor.take($0) }.map { String(decoding: $0.bytes.dropLast(), as: UTF8.self) }
    }

    @Test func nothingIsPrintedTwiceAndNothingIsLost() {
        let all = [
            frame(1, "a"), frame(2, "b"), frame(2, "b"), frame(2, "x", .stderr), frame(2, "c"), frame(3, "d"),
        ]
        for cut in 0...all.count {
            var cursor = LogCursor()
            var lines = read(&cursor, Array(all[..<cut]))
            cursor.resume()
            // The engine gives everything from the beginning of `since` again.
            lines += read(&cursor, all)
            #expect(lines == ["a", "b", "b", "x", "c", "d"], "cut at \(cut)")
        }
    }

    /// The times of Podman are whole seconds, and with `--tail` the first lines of a second were not printed.
    @Test func ofOneSecondWhatWasNotAskedForIsLeftOut() {
        var cursor = LogCursor()
        #expect(read(&cursor, [frame(1, "c"), frame(1, "d")]) == ["c", "d"])
        cursor.resume()
        let again = ["a", "b", "c", "d", "e"].map { frame(1, $0) }
        #expect(read(&cursor, again) == ["e"])
    }

    @Test func aClockThatIsSetBackLosesNothing() {
        var cursor = LogCursor()
        #expect(read(&cursor, [frame(5, "a"), frame(2, "b"), frame(3, "c")]) == ["a", "b", "c"])
    }

    @Test func readsOnFromTheStreamThatIsBehind() {
        var cursor = LogCursor()
        #expect(cursor.since == nil)
        _ = read(&cursor, [frame(4, "a"), frame(2, "b", .stderr)])
        #expect(cursor.since == EngineTime("2024-05-01T12:00:01.000000001Z"))
    }

    @Test func bytesWithoutATimeGoThrough() {
        var cursor = LogCursor()
        #expect(cursor.take(LogFrame(.stdout, [0, 1, 32])) == LogFrame(.stdout, [0, 1, 32]))
    }
}
