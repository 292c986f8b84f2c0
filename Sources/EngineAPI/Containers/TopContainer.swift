/// The processes of a container as `ps` prints them.
public struct ContainerProcesses: Sendable, Hashable, Decodable {
    /// The columns' headings.
    public var titles: [String]
    /// One row a process.
    public var processes: [[String]]

    enum CodingKeys: String, CodingKey {
        case titles = "Titles"
        case processes = "Processes"
    }

    /// Decodes; a container without processes has no rows.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        titles = try container[.titles, or: []]
        processes = try container[.processes, or: []]
    }
}

extension ContainerEndpoints {
    /// Lists the processes of a running container: `GET /containers/{id}/top`.
    /// - Parameters:
    ///   - id: the container.
    ///   - arguments: for `ps`; the engine's `-ef` when nil.
    public func top(_ id: String, arguments: String? = nil) async throws -> ContainerProcesses {
        var call = EngineCall.get("/containers/{id}/top", id, to: "list processes of container")
        call.query.add("ps_args", arguments)
        if engine.kind == .podman { call.query.add(explicit: "stream", false) }
        return try await engine.decode(from: call)
    }
}
