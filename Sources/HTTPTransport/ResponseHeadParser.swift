import HTTPTypes

/// Reads a response's head line by line, strictly as RFC 9112 says. A pure value.
///
/// Heads of interim responses (1xx, but not 101) are read and forgotten. Lines after the final head are trailers: ignored.
struct ResponseHeadParser {
    /// The most bytes that all heads of one response may have.
    static let sizeLimit = 256 * 1024
    /// The most fields that a head may have; HTTPFields itself ends the process at 65,535.
    static let fieldLimit = 4096

    /// What is wrong with a head, as a clause.
    struct Malformed: Error {
        let message: String
    }

    private enum Phase {
        case status
        case fields
        case complete
    }

    private var phase = Phase.status
    private var size = 0
    private var status = HTTPResponse.Status(code: 0)
    private var fields = HTTPFields()

    /// Whether the final head has been read.
    var isComplete: Bool { phase == .complete }

    /// Takes one line with its line end; returns the head when this line completes it.
    mutating func read(
        line: UnsafeRawBufferPointer, cache: FieldLineCache? = nil
    ) throws(Malformed) -> HTTPResponse? {
        guard phase != .complete else { return nil }
        size += line.count
        guard size <= Self.sizeLimit else {
            throw Malformed(message: "the head of the response is longer than \(Self.sizeLimit) bytes")
        }
        var content = line
        if content.last == UInt8(ascii: "\n") { content = UnsafeRawBufferPointer(rebasing: content.dropLast()) }
        if content.last == UInt8(ascii: "\r") { content = UnsafeRawBufferPointer(rebasing: content.dropLast()) }
        switch phase {
        case .status:
            status = try Self.status(content)
            fields = HTTPFields()
            phase = .fields
            return nil
        case .fields:
            guard content.isEmpty else {
                try readField(content, cache)
                return nil
            }
            let isInterim = (100..<200).contains(status.code) && status.code != 101
            phase = isInterim ? .status : .complete
            return isInterim ? nil : HTTPResponse(status: status, headerFields: fields)
        case .complete: return nil
        }
    }

    /// `HTTP/1.x` SP 3DIGIT [SP reason].
    private static func status(_ line: UnsafeRawBufferPointer) throws(Malformed) -> HTTPResponse.Status {
        let prefix = Array("HTTP/1.".utf8)
        guard line.count >= 12, line.starts(with: prefix), isDigit(line[7]), line[8] == UInt8(ascii: " "),
            line[9...11].allSatisfy(isDigit), line.count == 12 || line[12] == UInt8(ascii: " ")
        else { throw Malformed(message: "the status line is malformed") }
        let code = line[9...11].reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        guard code >= 100 else { throw Malformed(message: "the status line is malformed") }
        return HTTPResponse.Status(code: code, reasonPhrase: String(decoding: line.dropFirst(13), as: UTF8.self))
    }

    private mutating func readField(_ line: UnsafeRawBufferPointer, _ cache: FieldLineCache?) throws(Malformed) {
        guard let first = line.first, !isBlank(first) else {
            // A folded line continues the value before it (RFC 9112, section 5.2).
            guard let last = fields.indices.last else { throw Malformed(message: "a field line begins with a blank") }
            fields[last].value += " " + String(decoding: trimmed(line), as: UTF8.self)
            return
        }
        guard fields.count < Self.fieldLimit else {
            throw Malformed(message: "the head of the response has more than \(Self.fieldLimit) fields")
        }
        if let field = cache?.field(for: line) {
            fields.append(field)
            return
        }
        let field = try Self.field(line)
        cache?.keep(field, for: line)
        fields.append(field)
    }

    private static func field(_ line: UnsafeRawBufferPointer) throws(Malformed) -> HTTPField {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else {
            throw Malformed(message: "a field line has no colon")
        }
        let value = trimmed(UnsafeRawBufferPointer(rebasing: line[(colon + 1)...]))
        guard let name = HTTPField.Name(String(decoding: line[..<colon], as: UTF8.self)) else {
            throw Malformed(message: "a field name is malformed")
        }
        guard !value.contains(where: { $0 == 0 || $0 == UInt8(ascii: "\r") }) else {
            throw Malformed(message: "the value of the field \(name) is malformed")
        }
        return HTTPField(name: name, value: String(decoding: value, as: UTF8.self))
    }
}

private func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

private func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

private func trimmed(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    var content = bytes[...]
    while let first = content.first, isBlank(first) { content = content.dropFirst() }
    while let last = content.last, isBlank(last) { content = content.dropLast() }
    return UnsafeRawBufferPointer(rebasing: content)
}
