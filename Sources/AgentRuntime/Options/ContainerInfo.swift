/// A container, named by its id or its name as the engine knows it.
public struct ContainerID: RawRepresentable, Sendable, Hashable, Codable, CustomStringConvertible {
    /// The id or name.
    public var rawValue: String

    /// Wraps an id or a name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Wraps an id or a name.
    public init(_ text: String) { rawValue = text }

    /// The id or name.
    public var description: String { rawValue }

    /// The first 12 characters, as engines print ids.
    public var short: String { String(rawValue.prefix(12)) }
}

/// A running container, as the Go tool's `runtime.ContainerInfo` describes it: JSON keys `ID`, `Name`, `Ports`.
public struct ContainerInfo: Sendable, Hashable, Codable {
    /// The engine's id, 64 hexadecimal digits.
    public var id: ContainerID
    /// The container's name, without a leading slash.
    public var name: String
    /// The published ports, with the host ports that are really in use.
    public var ports: [PortMapping]

    /// Creates a description.
    public init(id: ContainerID, name: String, ports: [PortMapping] = []) {
        self.id = id
        self.name = name
        self.ports = ports
    }

    private enum CodingKeys: String, CodingKey {
        case id = "ID"
        case name = "Name"
        case ports = "Ports"
    }
}
