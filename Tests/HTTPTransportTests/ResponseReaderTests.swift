import HTTPTypes
import Testing

@testable import HTTPTransport

/// The pure readers of a response: wherever its bytes are cut, the result is the same.
@Suite(.timeLimit(.minutes(2))) struct ResponseReaderTests {
    private func read(_ bytes: [UInt8], into reader: inout ResponseHeadReader) throws -> (HTTPResponse, [UInt8])? {
        try bytes.withUnsafeBytes { piece in
            try reader.read(piece).map { ($0.head, Array($0.rest)) }
        }
    }

    @Test func `a head, cut anywhere`() throws {
        let head = "HTTP/1.1 103 Early\r\n\r\nHTTP/1.1 200 OK\r\nA: b\r\nA: c\r\nEmpty:\r\n folded\r\n\r\n"
        let bytes = Array((head + "rest").utf8)
        for cut in 0...bytes.count {
            var reader = ResponseHeadReader()
            var found = try read(Array(bytes[..<cut]), into: &reader)
            var rest = found?.1 ?? []
            if found == nil {
                found = try read(Array(bytes[cut...]), into: &reader)
                rest = found?.1 ?? []
            } else {
                rest += bytes[cut...]
            }
            let response = try #require(found?.0)
            #expect(response.status == .init(code: 200, reasonPhrase: "OK"))
            #expect(response.headerFields.map(\.name.rawName) == ["A", "A", "Empty"])
            #expect(response.headerFields.map(\.value) == ["b", "c", "folded"])
            #expect(rest == Array("rest".utf8))
        }
    }

    @Test func `a field line seen before means the same again`() throws {
        let cache = FieldLineCache()
        // Lines of one length and with the same letters at the places that are looked at share a place.
        for value in ["b", "c", "b", "b", "c"] {
            var parser = ResponseHeadParser()
            var head: HTTPResponse?
            for line in ["HTTP/1.1 200 OK", "A: xx-\(value)", "Set-Cookie: \(value)", "A: xx-\(value)", ""] {
                head = try Array((line + "\r\n").utf8).withUnsafeBytes { try parser.read(line: $0, cache: cache) }
            }
            let fields = try #require(head?.headerFields)
            #expect(fields.map(\.name.rawName) == ["A", "Set-Cookie", "A"])
            #expect(fields.map(\.value) == ["xx-\(value)", value, "xx-\(value)"])
        }
    }

    @Test func `the longest head, and the most fields`() throws {
        var long = ResponseHeadReader()
        let line = Array("A: \(String(repeating: "a", count: 1000))\r\n".utf8)
        _ = try read(Array("HTTP/1.1 200 OK\r\n".utf8), into: &long)
        #expect(throws: ResponseHeadParser.Malformed.self) {
            for _ in 0..<300 { _ = try read(line, into: &long) }
        }
        var many = ResponseHeadReader()
        _ = try read(Array("HTTP/1.1 200 OK\n".utf8), into: &many)
        #expect(throws: ResponseHeadParser.Malformed.self) {
            for _ in 0..<70_000 { _ = try read(Array("a:\n".utf8), into: &many) }
        }
    }

    @Test(arguments: [
        ("Content-Length: 6\r\n", "abcdef", "abcdef"),
        ("Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n3;x\r\ndef\r\n0\r\nT: t\r\n\r\n", "abcdef"),
        ("Transfer-Encoding: chunked\r\n", "6\nabcdef\n0\n\n", "abcdef"),
        ("", "abcdef", "abcdef"),
        ("Content-Length: 0\r\n", "", ""),
    ])
    func `a body, cut anywhere`(_ fields: String, _ wire: String, _ expected: String) throws {
        var head = ResponseHeadReader()
        let found = try read(Array("HTTP/1.1 500 Oops\r\n\(fields)\r\n".utf8), into: &head)
        let response = try #require(found?.0)
        let bytes = Array(wire.utf8)
        for cut in 0...bytes.count {
            var body = try ResponseBodyReader(response, limit: 6)
            try Array(bytes[..<cut]).withUnsafeBytes { try body.read($0) }
            #expect(body.isComplete == (cut == bytes.count && !fields.isEmpty))
            try Array(bytes[cut...]).withUnsafeBytes { try body.read($0) }
            #expect(body.isComplete == !fields.isEmpty)
            #expect(body.endsWithConnection)
            #expect(String(decoding: body.bytes, as: UTF8.self) == expected)
        }
    }
}
