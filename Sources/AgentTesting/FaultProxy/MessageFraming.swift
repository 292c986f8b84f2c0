/// Follows one HTTP/1.1 message through its bytes: where its head ends, and where its body ends (RFC 9112, 6).
struct MessageFraming {
    enum Kind: Equatable {
        case request
        case response(toHead: Bool)
    }

    private enum Part: Equatable {
        case head
        case counted(left: Int)
        case chunkSize
        case chunk(left: Int)
        case chunkEnd
        case trailer
        case untilClose
        case complete
    }

    let kind: Kind
    /// The head with its empty line, once it is complete.
    private(set) var head: [UInt8] = []
    /// The body without its framing, where it is kept.
    private(set) var payload: [UInt8] = []
    private(set) var isChunked = false
    private let keepsPayload: Bool
    private var part = Part.head
    private var line: [UInt8] = []

    init(_ kind: Kind, keepsPayload: Bool = false) {
        self.kind = kind
        self.keepsPayload = keepsPayload
    }

    var headIsComplete: Bool { part != .head }
    var isComplete: Bool { part == .complete }
    /// Whether only the end of the connection ends the message.
    var lastsUntilClose: Bool { part == .untilClose }
    /// Whether anything follows the head.
    private(set) var hasBody = false

    /// The words of the first line.
    var startLine: [String] {
        let line = head.prefix { $0 != UInt8(ascii: "\r") }
        return String(decoding: line, as: UTF8.self).split(separator: " ", maxSplits: 2).map(String.init)
    }

    var status: Int? { startLine.count > 1 ? Int(startLine[1]) : nil }

    /// Takes the bytes that belong to the message.
    /// - Returns: how many these were; the head ends a step, so that a caller can look at it first.
    mutating func consume(_ bytes: ArraySlice<UInt8>) -> Int {
        if part == .head { return consumeHead(bytes) }
        var rest = bytes
        while !rest.isEmpty, part != .complete {
            switch part {
            case .counted(let left):
                let taken = keep(rest.prefix(left))
                rest = rest.dropFirst(taken)
                part = taken == left ? .complete : .counted(left: left - taken)
            case .chunk(let left):
                let taken = keep(rest.prefix(left))
                rest = rest.dropFirst(taken)
                part = taken == left ? .chunkEnd : .chunk(left: left - taken)
            case .untilClose:
                _ = keep(rest)
                rest = []
            case .chunkSize, .chunkEnd, .trailer:
                if let byte = rest.popFirst() { consumeLine(byte) }
            case .head, .complete: break
            }
        }
        return bytes.count - rest.count
    }

    private mutating func consumeHead(_ bytes: ArraySlice<UInt8>) -> Int {
        for (offset, byte) in bytes.enumerated() {
            head.append(byte)
            guard byte == UInt8(ascii: "\n"), head.suffix(4).elementsEqual("\r\n\r\n".utf8) else { continue }
            part = bodyPart()
            hasBody = part != .complete
            return offset + 1
        }
        return bytes.count
    }

    private mutating func consumeLine(_ byte: UInt8) {
        guard byte == UInt8(ascii: "\n") else { return line.append(byte) }
        defer { line = [] }
        let text = String(decoding: line, as: UTF8.self).filter { $0 != "\r" }
        switch part {
        case .chunkSize:
            let size = Int(text.prefix { $0.isHexDigit }, radix: 16) ?? 0
            part = size == 0 ? .trailer : .chunk(left: size)
        case .chunkEnd: part = .chunkSize
        default: if text.isEmpty { part = .complete }
        }
    }

    private mutating func keep(_ bytes: ArraySlice<UInt8>) -> Int {
        if keepsPayload { payload += bytes }
        return bytes.count
    }

    private mutating func bodyPart() -> Part {
        if case .response(let toHead) = kind {
            if toHead || status == 204 || status == 304 { return .complete }
            if status == 101 { return .untilClose }
        }
        if field("transfer-encoding")?.lowercased().hasSuffix("chunked") == true {
            isChunked = true
            return .chunkSize
        }
        if let length = field("content-length").flatMap({ Int($0) }) {
            return length == 0 ? .complete : .counted(left: length)
        }
        return kind == .request ? .complete : .untilClose
    }

    func field(_ name: String) -> String? {
        for line in String(decoding: head, as: UTF8.self).split(separator: "\r\n").dropFirst() {
            guard let colon = line.firstIndex(of: ":"), line[..<colon].lowercased() == name else { continue }
            let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            return String(value.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
        }
        return nil
    }
}
