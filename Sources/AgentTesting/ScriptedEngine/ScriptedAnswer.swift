/// What a ``ScriptedEngine`` answers.
public struct ScriptedAnswer: Sendable {
    /// The HTTP status.
    public var status: Int
    /// The body.
    public var body: [UInt8]
    /// The body's media type.
    public var contentType: String
    /// Further fields of the head.
    public var fields: [String: String] = [:]
    /// How long the engine takes until it answers.
    public var delay = Duration.zero
    /// Holds the body back until it is open, while the head comes at once: how an engine accepts a wait.
    var gate: RawGate?
    /// The body as it is when the gate opens; nil: the one that was given.
    var bodyAtLast: (@Sendable () -> [UInt8])?
    /// What is said in place of all that; the connection closes at its end.
    private var script: RawServer.Script?

    /// Creates an answer; without arguments, 200 and nothing.
    public init(status: Int = 200, body: [UInt8] = [], contentType: String = "application/octet-stream") {
        self.status = status
        self.body = body
        self.contentType = contentType
    }

    /// A JSON document, as text.
    public static func json(_ text: String, status: Int = 200) -> ScriptedAnswer {
        ScriptedAnswer(status: status, body: Array(text.utf8), contentType: "application/json")
    }

    /// A failure in the engine's own form: `{"message": …}`.
    public static func failure(_ status: Int, _ message: String) -> ScriptedAnswer {
        let escaped = message.map { character in
            switch character {
            case "\"", "\\": "\\\(character)"
            case _ where character.unicodeScalars.contains { $0.value < 0x20 }: " "
            default: String(character)
            }
        }
        return .json("{\"message\":\"\(escaped.joined())\"}\n", status: status)
    }

    /// 204: done, nothing to say.
    public static let done = ScriptedAnswer(status: 204)

    /// What a script says on the connection, which closes at the script's end: a stream, half an answer, another protocol.
    public static func script(_ script: @escaping RawServer.Script) -> ScriptedAnswer {
        var answer = ScriptedAnswer()
        answer.script = script
        return answer
    }

    /// The connection closes before anybody can know what is answered.
    public static let lost = ScriptedAnswer.script { try $0.send("HTTP/1.1 2") }

    /// This answer, so much later.
    public func after(_ delay: Duration) -> ScriptedAnswer {
        var answer = self
        answer.delay = delay
        return answer
    }

    /// This answer with its head at once and its body when a gate opens: `POST /containers/*/wait`.
    public func held(until gate: RawGate) -> ScriptedAnswer {
        var answer = self
        answer.gate = gate
        return answer
    }

    /// Sends it, and waits where it says so.
    ///
    /// - Parameters:
    ///   - toHead: whether the call was a `HEAD`, whose answer has no body.
    ///   - fields: further fields of the head.
    /// - Returns: whether the connection can take another call.
    func send(on connection: RawConnection, toHead: Bool, fields: String) throws -> Bool {
        if delay > .zero { try connection.pause(delay) }
        if let script {
            try script(connection)
            return false
        }
        let own = self.fields.sorted { $0.key < $1.key }.map { "\($0): \($1)\r\n" }.joined()
        let head = "HTTP/1.1 \(status) Scripted\r\n\(fields)\(own)"
        let type = "Content-Type: \(contentType)\r\n"
        guard let gate else {
            let length = status == 204 || status == 304 ? "" : "Content-Length: \(body.count)\r\n"
            try connection.send(
                Array("\(head)\(body.isEmpty ? "" : type)\(length)\r\n".utf8) + (toHead ? [] : body))
            return true
        }
        try connection.send("\(head)\(type)Transfer-Encoding: chunked\r\n\r\n")
        try connection.wait(for: gate)
        let body = bodyAtLast?() ?? body
        if !body.isEmpty { try connection.sendChunk(body) }
        try connection.sendLastChunk()
        return true
    }
}

extension RawConnection {
    /// Sends a chunk of a body (RFC 9112, 7.1); it must not be empty.
    func sendChunk(_ bytes: [UInt8]) throws {
        try send(Array("\(String(bytes.count, radix: 16))\r\n".utf8) + bytes + [13, 10])
    }

    /// Ends a body of chunks.
    func sendLastChunk() throws { try send("0\r\n\r\n") }
}
