/// Which software the engine is made of: `GET /version`.
public struct EngineVersion: Sendable, Hashable, Decodable {
    /// A part of the engine, such as containerd or runc.
    public struct Component: Sendable, Hashable, Decodable {
        /// Its name.
        public var name: String
        /// Its version; only the first line of what Podman says.
        public var version: String
        /// What else the engine says about it: its commit or package. Empty where a value is no text.
        public var details: [String: String]

        enum CodingKeys: String, CodingKey {
            case name = "Name"
            case version = "Version"
            case details = "Details"
        }

        /// Decodes; nothing must be there.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            name = try container[.name, or: ""]
            let text: String = try container[.version, or: ""]
            version = text.split(separator: "\n").first.map(String.init) ?? ""
            details = (try? container[.details, or: [:]]) ?? [:]
        }
    }

    /// The engine's version, such as `20.10.24`.
    public var version: String
    /// The newest version of the API that it speaks.
    public var apiVersion: APIVersion?
    /// The oldest version of the API that it speaks.
    public var oldestAPIVersion: APIVersion?
    /// The system it runs on, such as `linux`.
    public var operatingSystem: String
    /// The processor as Go names it, such as `amd64`.
    public var architecture: String
    /// The kernel's version.
    public var kernelVersion: String
    /// What it is made of.
    public var components: [Component]

    enum CodingKeys: String, CodingKey {
        case version = "Version"
        case apiVersion = "ApiVersion"
        case oldestAPIVersion = "MinAPIVersion"
        case operatingSystem = "Os"
        case architecture = "Arch"
        case kernelVersion = "KernelVersion"
        case components = "Components"
    }

    /// Decodes; nothing must be there.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        version = try container[.version, or: ""]
        apiVersion = APIVersion(try container[.apiVersion, or: ""])
        oldestAPIVersion = APIVersion(try container[.oldestAPIVersion, or: ""])
        operatingSystem = try container[.operatingSystem, or: ""]
        architecture = try container[.architecture, or: ""]
        kernelVersion = try container[.kernelVersion, or: ""]
        components = try container[.components, or: []]
    }
}
