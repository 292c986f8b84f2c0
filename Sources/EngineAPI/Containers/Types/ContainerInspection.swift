public import AgentValues

/// All that an engine says about one container: `GET /containers/{id}/json`.
public struct ContainerInspection: Sendable, Hashable, Decodable {
    /// 64 hexadecimal digits.
    public var id: String
    /// The name, without the slash that engines put in front.
    public var name: String
    /// When it was created.
    public var created: EngineTime?
    /// The program that process 1 was started with.
    public var path: String
    /// Its arguments.
    public var arguments: [String]
    /// What it does now, and how it ended.
    public var state: ContainerState
    /// The id of its image (`sha256:…`).
    public var imageID: String
    /// How often the engine has started it again by its restart policy.
    public var restartCount: Int
    /// The storage driver.
    public var storageDriver: String
    /// Where its root file system is on the engine's host while it runs; nil where the storage driver does not say.
    public var rootFilesystem: String?
    /// What it runs.
    public var configuration: ContainerConfiguration
    /// What it may use of its host.
    public var host: HostConfiguration
    /// What is mounted.
    public var mounts: [MountPoint]
    /// Its ports and addresses.
    public var network: NetworkSettings
    /// Running exec processes.
    public var execIDs: [String]
    /// The file that holds its log on the engine's host; empty when there is none.
    public var logPath: String

    enum CodingKeys: String, CodingKey {
        case id = "Id"
        case name = "Name"
        case created = "Created"
        case path = "Path"
        case arguments = "Args"
        case state = "State"
        case imageID = "Image"
        case restartCount = "RestartCount"
        case storageDriver = "Driver"
        case graphDriver = "GraphDriver"
        case configuration = "Config"
        case host = "HostConfig"
        case mounts = "Mounts"
        case network = "NetworkSettings"
        case execIDs = "ExecIDs"
        case logPath = "LogPath"
    }

    private struct GraphDriver: Decodable {
        struct Layers: Decodable {
            var mergedFolder: String?
            enum CodingKeys: String, CodingKey { case mergedFolder = "MergedDir" }
        }
        var data: Layers?
        enum CodingKeys: String, CodingKey { case data = "Data" }
    }

    /// Decodes; only the id must be there.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        name = ContainerName.withoutSlash(try container[.name, or: ""])
        created = try container[.created]
        path = try container[.path, or: ""]
        arguments = try container[.arguments, or: []]
        state = try container[.state, or: ContainerState()]
        imageID = try container[.imageID, or: ""]
        restartCount = try container[.restartCount, or: 0]
        storageDriver = try container[.storageDriver, or: ""]
        rootFilesystem = try container[.graphDriver, or: GraphDriver()].data?.mergedFolder
        configuration = try container[.configuration, or: ContainerConfiguration(image: "")]
        host = try container[.host, or: HostConfiguration()]
        mounts = try container[.mounts, or: []]
        network = try container[.network, or: NetworkSettings()]
        execIDs = try container[.execIDs, or: []]
        logPath = try container[.logPath, or: ""]
    }
}

/// Names of containers as engines write them.
enum ContainerName {
    /// `/web` is `web`.
    static func withoutSlash(_ name: String) -> String { name.hasPrefix("/") ? String(name.dropFirst()) : name }
}
