/// How a container ended.
public struct ContainerExit: Sendable, Hashable, Decodable {
    /// The exit code; 128 and a signal's number for a signal.
    public var code: Int
    /// Why waiting failed, in the engine's words; nil when it did not.
    public var error: String?

    enum CodingKeys: String, CodingKey {
        case code = "StatusCode"
        case error = "Error"
    }

    private struct Failure: Decodable {
        var message: String?
        enum CodingKeys: String, CodingKey { case message = "Message" }
    }

    /// Creates an exit.
    public init(code: Int, error: String? = nil) {
        self.code = code
        self.error = error
    }

    /// Decodes; an empty error is none.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let failure = try container.decodeIfPresent(Failure.self, forKey: .error)
        self.init(
            code: try container.decode(Int.self, forKey: .code),
            error: failure?.message.flatMap { $0.isEmpty ? nil : $0 })
    }
}
