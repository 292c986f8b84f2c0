import EngineAPI
import Testing

@Suite(.timeLimit(.minutes(2))) struct JSONLineDecoderTests {
    private static let objects = [
        #"{"a":1}"#, #"{"b":"}{\"\\","c":[{"d":[]},"]"]}"#, "{}", "{\n \"e\" : {\"f\": \"ü\"}\n}",
    ]
    private static let separators = ["\r\n", "", " \t\n"]

    /// All objects, with every kind of space between them and none.
    private static var text: [UInt8] {
        Array((objects[0] + separators[0] + objects[1] + separators[1] + objects[2] + separators[2] + objects[3]).utf8)
    }

    private func decode(_ pieces: [ArraySlice<UInt8>]) throws -> [String] {
        var decoder = JSONLineDecoder()
        var objects: [String] = []
        for piece in pieces {
            objects += try decoder.push(Array(piece)).map { String(decoding: $0, as: UTF8.self) }
        }
        try decoder.finish()
        return objects
    }

    @Test func everySplitInTwo() throws {
        let text = Self.text
        for split in 0...text.count {
            #expect(try decode([text[..<split], text[split...]]) == Self.objects)
        }
    }

    @Test(arguments: [1, 2, 3, 5])
    func piecesOfOneSize(_ size: Int) throws {
        let text = Self.text
        let pieces = stride(from: 0, to: text.count, by: size).map { text[$0..<min($0 + size, text.count)] }
        #expect(try decode(pieces) == Self.objects)
    }

    @Test(arguments: ["x", "[1]", "null", "\"text\"", "}", "{}]", "{} x"])
    func whatIsNoObjectIsRefused(_ text: String) throws {
        var decoder = JSONLineDecoder(action: "read it")
        let error = try #require(
            #expect(throws: EngineError.self) {
                _ = try decoder.push(Array(text.utf8))
                try decoder.finish()
            })
        #expect(error.code == .streamError)
        #expect(error.summary == "cannot read it: the engine sent bytes that are not JSON")
    }

    @Test func whatComesBeforeGarbageIsNotLost() throws {
        var decoder = JSONLineDecoder()
        #expect(try decoder.push(Array("{}{\"a\":1}garbage".utf8)).count == 2)
        #expect(throws: EngineError.self) { try decoder.push([]) }
    }

    @Test func anObjectThatIsTooLongIsRefused() throws {
        var decoder = JSONLineDecoder(longest: 10)
        #expect(try decoder.push(Array(#"{"a":"123"#.utf8)).isEmpty)
        #expect(throws: EngineError.self) { try decoder.push(Array("456\"}".utf8)) }
        var second = JSONLineDecoder(longest: 10)
        #expect(try second.push(Array(#"{"a":"12"}{"a":"34"}"#.utf8)).count == 2)
    }

    @Test func whiteSpaceHasAnEnd() throws {
        var decoder = JSONLineDecoder(longest: 10)
        for _ in 0..<3 { #expect(try decoder.push(Array("\n\n\n\n\n{}".utf8)).count == 1) }
        #expect(try decoder.push(Array("          ".utf8)).isEmpty)
        let error = #expect(throws: EngineError.self) { try decoder.push(Array(" ".utf8)) }
        #expect(error?.summary == "cannot read the stream: the engine sent white space without an end")
    }

    @Test(arguments: ["{", #"{"a"#, #"{"a":"}"#, #"{"a":[}"#, "{} {"])
    func anEndWithinAnObjectIsAnError(_ text: String) throws {
        var decoder = JSONLineDecoder()
        _ = try decoder.push(Array(text.utf8))
        let error = #expect(throws: EngineError.self) { try decoder.finish() }
        #expect(error?.code == .streamError)
    }
}
