import AgentValues
import Testing

@testable import AgentOrchestrator

@Suite(.timeLimit(.minutes(2))) struct LogPositionTests {
    private static let stamp = "2024-05-01T12:00:00.123456789Z "

    private func stamped(_ text: String, _ stream: LogFrame.Stream = .stdout) -> LogFrame {
        LogFrame(stream, Array("\(Self.stamp)\(text)".utf8))
    }

    private func plain(_ text: String, _ stream: LogFrame.Stream = .stdout) -> LogFrame {
        LogFrame(stream, Array(text.utf8))
    }

    private func lines(_ frames: [LogFrame], _ form: LogForm) -> [String] {
        var position = LogPosition()
        let lines = frames.flatMap { position.lines($0, form) } + position.finish().map(\.1)
        return lines.map { String(decoding: $0.text, as: UTF8.self) }
    }

    /// Podman makes a frame of each write, Docker one of each 16 KiB of a long line; the time is where a frame begins.
    @Test(arguments: [1, 4096, 8192, 16384])
    func timesInsideLinesGo(_ chunk: Int) {
        let part = String(repeating: "a", count: chunk)
        #expect(lines([part, part, "b c\n", "next\n"].map { stamped($0) }, .stamped) == [part + part + "b c", "next"])
    }

    /// Also where a piece of a line has just the size of an engine's pieces, and what follows begins with a time.
    @Test(arguments: [0, 8192, 16384])
    func textThatLooksLikeATimeStays(_ length: Int) {
        let line = String(repeating: "a", count: length) + "\(Self.stamp)now"
        #expect(lines([stamped("\(line)\n")], .stamped) == [line])
    }

    @Test func piecesOfOneFrameBelongTogether() {
        let frames = [
            stamped("half "), LogFrame(.stdout, Array("\(Self.stamp)whole\n".utf8), beginsFrame: false),
        ]
        #expect(lines(frames, .stamped) == ["half \(Self.stamp)whole"])
    }

    @Test(arguments: 1...70)
    func aTerminalsTimesAreTakenOffInAnyPieces(_ size: Int) {
        let later = "2024-05-01T12:00:00.123456999Z "
        let earlier = "2024-05-01T11:59:59.123456789Z "
        let text = Array(
            "\(Self.stamp)one\r\n\(Self.stamp)at \(earlier)two\(later) words\r\n\(Self.stamp)\r\nno time\nend".utf8)
        let frames = stride(from: 0, to: text.count, by: size).map {
            LogFrame(.stdout, Array(text[$0..<min($0 + size, text.count)]))
        }
        #expect(lines(frames, .stampedText) == ["one", "at \(earlier)two words", "", "no time", "end"])
    }

    /// What came by the connection is not printed again when the log is read, wherever that broke.
    @Test func theLogFillsTheGap() {
        let output = ["one\n", "two\nth", "ree\n", "four", "\nfive\n"]
        let log = ["one\n", "two\n", "three\n", "four\n", "five\n"].map { stamped($0) } + [stamped("err\n", .stderr)]
        for count in 0...output.count {
            var position = LogPosition()
            var text = ""
            for piece in output[..<count] { text += position.piece(plain(piece), .plain)?.text ?? "" }
            position.rewind()
            for frame in log { text += position.piece(frame, .stamped)?.text ?? "" }
            #expect(text == "one\ntwo\nthree\nfour\nfive\nerr\n", "broken after \(count)")
            #expect(!position.isLogCut)
            // What breaks again goes on by the times.
            position.resume(.stamped)
            for frame in log { #expect(position.piece(frame, .stamped) == nil) }
        }
    }

    @Test func aLogThatLostItsBeginningIsNoticed() {
        var position = LogPosition()
        _ = position.piece(plain("one\ntwo\nthree\n"), .plain)
        position.rewind()
        #expect(position.piece(stamped("three\n"), .stamped) == nil)
        #expect(position.isLogCut)
    }
}
