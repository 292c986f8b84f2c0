/// What a ``ScriptedEngine`` answers.
public struct ScriptedAnswer: Sendable, Hashable {
    /// The HTTP status.
    public var status: Int
    /// The body.
    public var body: [UInt8]
    /// The body's media type.
    public var contentType: String

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

    func bytes(toHead: Bool, fields: String) -> [UInt8] {
        let length = status == 204 || status == 304 ? "" : "Content-Length: \(body.count)\r\n"
        let type = body.isEmpty ? "" : "Content-Type: \(contentType)\r\n"
        return Array("HTTP/1.1 \(status) Scripted\r\n\(fields)\(type)\(length)\r\n".utf8) + (toHead ? [] : body)
    }
}
