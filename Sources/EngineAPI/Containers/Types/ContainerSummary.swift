public import AgentValues

/// One line of a list of containers: `GET /containers/json`.
public struct ContainerSummary: Sendable, Hashable, Decodable {
    /// A port in a list.
    public struct Port: Sendable, Hashable, Decodable {
        /// The port inside.
        public var container: ContainerPort
        /// The host's address, where it is published.
        public var hostAddress: String?
        /// The host's port, where it is published.
        public var hostPort: Int?

        enum CodingKeys: String, CodingKey {
            case hostAddress = "IP"
            case number = "PrivatePort"
            case hostPort = "PublicPort"
            case transport = "Type"
        }

        /// Decodes; only the port inside must be there.
        public init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            container = ContainerPort(
                try fields.decode(Int.self, forKey: .number), try fields[.transport, or: .tcp])
            let address: String = try fields[.hostAddress, or: ""]
            hostAddress = address.isEmpty ? nil : address
            let port: Int = try fields[.hostPort, or: 0]
            hostPort = port == 0 ? nil : port
        }
    }

    /// 64 hexadecimal digits.
    public var id: String
    /// Its names, without the slash that engines put in front.
    public var names: [String]
    /// The image as the container was created from it.
    public var image: String
    /// The image's id.
    public var imageID: String
    /// The command line, joined by the engine.
    public var command: String
    /// When it was created, in whole seconds.
    public var created: EngineTime
    /// Where it is in its life.
    public var state: ContainerState.Status
    /// The same for people: `Up 2 hours (healthy)`.
    public var status: String
    /// Its ports.
    public var ports: [Port]
    /// Its labels.
    public var labels: [String: String]
    /// What is mounted.
    public var mounts: [MountPoint]
    /// Its networks by name.
    public var networks: [String: NetworkAttachment]

    enum CodingKeys: String, CodingKey {
        case id = "Id"
        case names = "Names"
        case image = "Image"
        case imageID = "ImageID"
        case command = "Command"
        case created = "Created"
        case state = "State"
        case status = "Status"
        case ports = "Ports"
        case labels = "Labels"
        case mounts = "Mounts"
        case network = "NetworkSettings"
    }

    /// Decodes; only the id must be there.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        let names: [String] = try container[.names, or: []]
        self.names = names.map(ContainerName.withoutSlash)
        image = try container[.image, or: ""]
        imageID = try container[.imageID, or: ""]
        command = try container[.command, or: ""]
        created = EngineTime(seconds: try container[.created, or: 0])
        state = try container[.state, or: ""]
        status = try container[.status, or: ""]
        ports = try container[.ports, or: []]
        labels = try container[.labels, or: [:]]
        mounts = try container[.mounts, or: []]
        networks = try container[.network, or: NetworkSettings()].networks
    }
}
