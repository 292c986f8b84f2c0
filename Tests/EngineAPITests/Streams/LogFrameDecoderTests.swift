import AgentValues
import EngineAPI
import Testing

@Suite(.timeLimit(.minutes(2))) struct LogFrameDecoderTests {
    private static func frame(_ type: UInt8, _ text: String) -> [UInt8] {
        let count = UInt32(text.utf8.count)
        return [type, 0, 0, 0] + (0..<4).map { UInt8(truncatingIfNeeded: count >> (24 - 8 * $0)) } + Array(text.utf8)
    }

    /// Frames of every kind: empty, longer than 255 bytes, with what looks like a header inside.
    private static let sequence: [(LogFrame.Stream, String)] = [
        (.stdout, "hello"), (.stderr, ""), (.stderr, String(repeating: "e", count: 300)), (.stdin, "in"),
        (.stdout, "\u{1}\0\0\0\0\0\0\u{2}ab\n"), (.stderr, "world\n"),
    ]

    private static var bytes: [UInt8] { sequence.flatMap { frame($0.0.rawValue, $0.1) } }

    /// Joins neighbours of the same stream, so that it does not matter how they were cut.
    private static func joined(_ frames: [LogFrame]) -> [LogFrame] {
        frames.reduce(into: []) { result, frame in
            if result.last?.stream == frame.stream {
                result[result.count - 1].bytes += frame.bytes
            } else if !frame.bytes.isEmpty {
                result.append(frame)
            }
        }
    }

    private static var expected: [LogFrame] { joined(sequence.map { LogFrame($0.0, Array($0.1.utf8)) }) }

    private func decode(_ pieces: [ArraySlice<UInt8>]) throws -> [LogFrame] {
        var decoder = LogFrameDecoder()
        var frames: [LogFrame] = []
        for piece in pieces { frames += try decoder.push(Array(piece)) }
        try decoder.finish()
        #expect(frames.allSatisfy { !$0.bytes.isEmpty })
        return Self.joined(frames)
    }

    @Test func everySplitInTwo() throws {
        let bytes = Self.bytes
        for split in 0...bytes.count {
            #expect(try decode([bytes[..<split], bytes[split...]]) == Self.expected)
        }
    }

    @Test func everySplitInThree() throws {
        let bytes = Self.frame(1, "ab") + Self.frame(2, "") + Self.frame(2, "c")
        let expected = [LogFrame(.stdout, Array("ab".utf8)), LogFrame(.stderr, Array("c".utf8))]
        for first in 0...bytes.count {
            for second in first...bytes.count {
                #expect(try decode([bytes[..<first], bytes[first..<second], bytes[second...]]) == expected)
            }
        }
    }

    @Test(arguments: [1, 2, 3, 7, 8, 9, 64])
    func piecesOfOneSize(_ size: Int) throws {
        let bytes = Self.bytes
        let pieces = stride(from: 0, to: bytes.count, by: size).map { bytes[$0..<min($0 + size, bytes.count)] }
        #expect(try decode(pieces) == Self.expected)
    }

    @Test func aFrameIsPassedOnWhole() throws {
        var decoder = LogFrameDecoder()
        #expect(try decoder.push([1, 0, 0, 0, 0, 0, 0, 4]).isEmpty)
        #expect(try decoder.push([9, 9]).isEmpty)
        #expect(try decoder.push([8, 8]) == [LogFrame(.stdout, [9, 9, 8, 8])])
        try decoder.finish()
    }

    @Test func aVeryLongFrameIsPassedOnInPieces() throws {
        var decoder = LogFrameDecoder()
        let half = [UInt8](repeating: 9, count: (1 << 20) + 1)
        let length = UInt32(2 * half.count)
        #expect(
            try decoder.push([1, 0, 0, 0] + (0..<4).map { UInt8(truncatingIfNeeded: length >> (24 - 8 * $0)) }).isEmpty)
        #expect(try decoder.push(half) == [LogFrame(.stdout, half)])
        #expect(try decoder.push(half) == [LogFrame(.stdout, half, beginsFrame: false)])
        #expect(try decoder.push([1, 0, 0, 0, 0, 0, 0, 1, 7]) == [LogFrame(.stdout, [7])])
        try decoder.finish()
    }

    @Test func anErrorOfTheEngineIsThrownAtEverySplit() throws {
        let bytes = Self.frame(3, "disk full")
        for split in 0..<bytes.count {
            var decoder = LogFrameDecoder(action: "read it")
            #expect(try decoder.push(Array(bytes[..<split])).isEmpty)
            let error = try #require(
                #expect(throws: EngineError.self) { try decoder.push(Array(bytes[split...])) })
            #expect(error.code == .streamError)
            #expect(error.engineMessage == "disk full")
            #expect(error.summary == "cannot read it: disk full")
        }
    }

    @Test func whatComesBeforeAnErrorIsNotLost() throws {
        var decoder = LogFrameDecoder()
        let frames = try decoder.push(Self.frame(1, "last words") + Self.frame(3, "disk full") + Self.frame(1, "more"))
        #expect(frames == [LogFrame(.stdout, Array("last words".utf8))])
        let error = #expect(throws: EngineError.self) { try decoder.push([]) }
        #expect(error?.engineMessage == "disk full")
        #expect(throws: EngineError.self) { try decoder.finish() }
    }

    @Test func anErrorThatIsCutOffStillSaysWhatIsThere() throws {
        var decoder = LogFrameDecoder()
        #expect(try decoder.push([3, 0, 0, 0, 0, 0, 0, 99] + Array("disk".utf8)).isEmpty)
        let error = #expect(throws: EngineError.self) { try decoder.finish() }
        #expect(error?.engineMessage == "disk")
    }

    @Test func aLongErrorIsCut() throws {
        var decoder = LogFrameDecoder()
        let error = #expect(throws: EngineError.self) {
            try decoder.push(Self.frame(3, String(repeating: "x", count: 100_000)))
        }
        #expect(error?.engineMessage?.utf8.count == 1 << 16)
    }

    @Test(arguments: [
        [4, 0, 0, 0, 0, 0, 0, 1], [1, 1, 0, 0, 0, 0, 0, 1], [1, 0, 0, 9, 0, 0, 0, 1], [1, 0, 0, 0, 0x40, 0, 0, 1],
        Array("HTTP/1.1".utf8),
    ])
    func whatIsNoFrameIsRefused(_ bytes: [UInt8]) throws {
        var decoder = LogFrameDecoder()
        let error = #expect(throws: EngineError.self) { try decoder.push(bytes) }
        #expect(error?.code == .streamError)
    }

    @Test func anEndWithinAFrameIsAnError() throws {
        let bytes = Self.frame(1, "abc")
        for count in 1..<bytes.count {
            var decoder = LogFrameDecoder()
            _ = try decoder.push(Array(bytes[..<count]))
            let error = #expect(throws: EngineError.self) { try decoder.finish() }
            #expect(error?.code == .streamError)
        }
        try LogFrameDecoder().finish()
    }
}
