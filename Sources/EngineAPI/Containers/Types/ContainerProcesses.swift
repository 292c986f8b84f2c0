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
