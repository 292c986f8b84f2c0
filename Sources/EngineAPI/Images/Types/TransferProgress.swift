/// One step of a pull or push.
public struct TransferProgress: Sendable, Hashable, Decodable {
    /// What happens, such as `Downloading`.
    public var status: String
    /// The layer that it is about.
    public var layer: String?
    /// Bytes done so far of this layer.
    public var current: Int64?
    /// All bytes of this layer.
    public var total: Int64?
    /// Why it failed, in the engine's words.
    var error: String?

    private struct Detail: Decodable {
        var current: Int64?
        var total: Int64?
    }

    enum CodingKeys: String, CodingKey {
        case status, error
        case podmanStatus = "stream"
        case layer = "id"
        case detail = "progressDetail"
    }

    /// Decodes; nothing must be there.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        status = try container[.status] ?? container[.podmanStatus, or: ""]
        layer = try container[.layer]
        error = try container[.error]
        let detail: Detail? = try container[.detail]
        current = detail?.current
        total = detail?.total
    }
}
