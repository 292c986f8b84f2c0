/// One message of a builder.
public struct BuildMessage: Sendable, Hashable, Decodable {
    /// Why a build failed.
    public struct Failure: Sendable, Hashable {
        /// In the builder's words.
        public var message: String
        /// The exit code of the step's command, where the engine gives it (Docker does).
        public var exitCode: Int?
    }

    /// A piece of what the builder and the steps print; lines may be spread over several.
    public var text: String?
    /// Progress of a pull.
    public var progress: TransferProgress?
    /// The id of the image that was built.
    public var imageID: String?
    /// What BuildKit tells of its operations.
    public var trace: BuildTrace?
    /// Whether there was a trace that cannot be read. Nothing but what is shown depends on traces.
    public var isUnreadable = false
    /// Why the build failed; the last message then.
    public var failure: Failure?

    private static let traceID = "moby.buildkit.trace"

    private struct Result: Decodable {
        var id: String?
        enum CodingKeys: String, CodingKey { case id = "ID" }
    }

    private struct Detail: Decodable {
        var code: Int?
        var message: String?
    }

    enum CodingKeys: String, CodingKey {
        case text = "stream"
        case result = "aux"
        case error, id, status
        case detail = "errorDetail"
    }

    /// Decodes; nothing must be there.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        text = try container[.text]
        let status: String? = try container[.status]
        if status != nil { progress = try TransferProgress(from: decoder) }
        if (try? container.decodeIfPresent(String.self, forKey: .id)) == Self.traceID {
            let text = try? container.decodeIfPresent(String.self, forKey: .result)
            trace = text.flatMap(Base64.decode).flatMap { try? BuildTrace(protobuf: $0) }
            isUnreadable = trace == nil
        }
        // Builders put other things into `aux` as well.
        imageID = (try? container.decodeIfPresent(Result.self, forKey: .result))?.id
        let error: String? = try container[.error]
        let detail: Detail? = try container[.detail]
        if error != nil || detail != nil {
            let message = detail?.message ?? error ?? ""
            failure = Failure(message: message.trimmingLineEnds, exitCode: detail?.code.flatMap { $0 == 0 ? nil : $0 })
        }
    }
}

extension String {
    fileprivate var trimmingLineEnds: String {
        var text = self
        while text.last?.isNewline == true { text.removeLast() }
        return text
    }
}
