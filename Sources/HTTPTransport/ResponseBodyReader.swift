import HTTPTypes

/// Collects the body of a response that refuses an upgrade, strictly as RFC 9112, section 6 frames it. A pure value.
struct ResponseBodyReader {
    private enum Framing {
        case length(Int)
        case chunked(ChunkPhase)
        case untilClose
        case complete
    }

    private enum ChunkPhase {
        case size([UInt8])
        case data(Int)
        case dataEnd([UInt8])
        case trailer([UInt8])
    }

    private typealias Malformed = ResponseHeadParser.Malformed
    private static let lineLimit = 8 * 1024

    /// Whether the head says how long the body is.
    let isFramed: Bool
    /// What came, up to the limit.
    private(set) var bytes: [UInt8] = []
    private var framing: Framing
    private let limit: Int

    init(_ head: HTTPResponse, limit: Int) throws(ResponseHeadParser.Malformed) {
        self.limit = limit
        let codings = head.headerFields[values: .transferEncoding]
        let lengths = head.headerFields[values: .contentLength]
        isFramed = !codings.isEmpty || !lengths.isEmpty
        if head.status.code == 204 || head.status.code == 304 || head.status.code == 101 {
            framing = .complete
        } else if !codings.isEmpty {
            guard codings.count == 1, codings[0].lowercased() == "chunked" else {
                throw Malformed(message: "the transfer coding is unknown")
            }
            framing = .chunked(.size([]))
        } else if let length = lengths.first {
            guard let count = Int(length), count >= 0, length.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                lengths.allSatisfy({ $0 == length })
            else { throw Malformed(message: "the content length is malformed") }
            framing = count == 0 ? .complete : .length(count)
        } else {
            framing = .untilClose
        }
    }

    var isComplete: Bool { if case .complete = framing { true } else { false } }

    /// Whether the peer's close is the body's end.
    var endsWithConnection: Bool { if case .untilClose = framing { true } else { isComplete } }

    /// Takes the next piece; what follows the body is ignored.
    mutating func read(_ piece: UnsafeRawBufferPointer) throws(ResponseHeadParser.Malformed) {
        var rest = piece[...]
        while !rest.isEmpty {
            switch framing {
            case .complete: return
            case .untilClose:
                try keep(rest)
                return
            case .length(let left):
                try keep(rest.prefix(left))
                framing = left <= rest.count ? .complete : .length(left - rest.count)
                rest = rest.dropFirst(left)
            case .chunked(.data(let left)):
                try keep(rest.prefix(left))
                framing = .chunked(left <= rest.count ? .dataEnd([]) : .data(left - rest.count))
                rest = rest.dropFirst(left)
            case .chunked(let phase):
                guard let byte = rest.popFirst() else { return }
                framing = try Self.next(phase, byte)
            }
        }
    }

    /// One byte of a line between the chunks.
    private static func next(_ phase: ChunkPhase, _ byte: UInt8) throws(ResponseHeadParser.Malformed) -> Framing {
        switch phase {
        case .data: return .chunked(phase)
        case .size(let line):
            guard let text = try complete(line, byte) else { return .chunked(.size(line + [byte])) }
            let digits = text.prefix { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: " ") }
            guard !digits.isEmpty, digits.count <= 15, digits.first != UInt8(ascii: "+"),
                digits.first != UInt8(ascii: "-"), let size = Int(String(decoding: digits, as: UTF8.self), radix: 16)
            else { throw Malformed(message: "a chunk's size is malformed") }
            return .chunked(size == 0 ? .trailer([]) : .data(size))
        case .dataEnd(let line):
            if byte == UInt8(ascii: "\n") { return .chunked(.size([])) }
            guard line.isEmpty, byte == UInt8(ascii: "\r") else {
                throw Malformed(message: "a chunk is longer than its size")
            }
            return .chunked(.dataEnd([byte]))
        case .trailer(let line):
            guard let text = try complete(line, byte) else { return .chunked(.trailer(line + [byte])) }
            return text.isEmpty ? .complete : .chunked(.trailer([]))
        }
    }

    /// The line without its end, when this byte ends it.
    private static func complete(
        _ line: [UInt8], _ byte: UInt8
    ) throws(ResponseHeadParser.Malformed) -> ArraySlice<UInt8>? {
        guard line.count < lineLimit else { throw Malformed(message: "a line between chunks has no end") }
        guard byte == UInt8(ascii: "\n") else { return nil }
        return line.last == UInt8(ascii: "\r") ? line.dropLast() : line[...]
    }

    private mutating func keep(_ more: some Collection<UInt8>) throws(ResponseHeadParser.Malformed) {
        guard bytes.count + more.count <= limit else {
            throw Malformed(message: "the body of the refusal has more than \(limit) bytes")
        }
        bytes.append(contentsOf: more)
    }
}
