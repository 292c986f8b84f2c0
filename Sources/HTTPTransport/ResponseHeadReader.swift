import HTTPTypes

/// Cuts a stream of bytes into the lines of a response's head, wherever the pieces end. A pure value.
struct ResponseHeadReader {
    private var parser = ResponseHeadParser()
    private var line: [UInt8] = []

    /// Takes the next piece; returns the head, and what follows it in this piece, when the head is complete.
    mutating func read(
        _ bytes: UnsafeRawBufferPointer
    ) throws(ResponseHeadParser.Malformed) -> (head: HTTPResponse, rest: UnsafeRawBufferPointer)? {
        var rest = bytes[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            line.append(contentsOf: rest[...end])
            rest = rest[(end + 1)...]
            if let head = try parse() { return (head, UnsafeRawBufferPointer(rebasing: rest)) }
        }
        line.append(contentsOf: rest)
        guard line.count <= ResponseHeadParser.sizeLimit else {
            throw ResponseHeadParser.Malformed(message: "a line of the response's head has no end")
        }
        return nil
    }

    private mutating func parse() throws(ResponseHeadParser.Malformed) -> HTTPResponse? {
        let whole = line
        line = []
        let result = whole.withUnsafeBytes { bytes in
            Result { () throws(ResponseHeadParser.Malformed) in try parser.read(line: bytes) }
        }
        return try result.get()
    }
}
