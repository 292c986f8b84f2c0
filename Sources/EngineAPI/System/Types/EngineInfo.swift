public import AgentValues

/// What the engine is and can do: `GET /info`.
public struct EngineInfo: Sendable, Hashable {
    /// The name of the engine's host.
    public var name: String
    /// The engine's version.
    public var serverVersion: String
    /// The distribution, as the engine writes it.
    public var operatingSystem: String
    /// The system that containers see, such as `linux`.
    public var operatingSystemType: String
    /// The processor as Go names it, such as `amd64`, whichever name the engine uses.
    public var architecture: String
    /// The kernel's version.
    public var kernelVersion: String
    /// How many processors there are.
    public var cpuCount: Int
    /// How much memory there is, in bytes.
    public var memory: Int64
    /// The engine's clock, when it answered; nil where it says nothing.
    public var systemTime: EngineTime?

    /// How layers are stored, such as `overlay2`.
    public var storageDriver: String
    /// The folder of images, containers and volumes on the engine's host.
    public var rootDirectory: String
    /// How container logs are kept unless said otherwise; empty on Podman.
    public var loggingDriver: String
    /// The log drivers, volume drivers and network drivers that the engine has.
    public var plugins: EnginePlugins
    /// The names of the OCI runtimes, sorted. Podman lists what it knows, installed or not.
    public var runtimes: [String]
    /// The one that is used unless said otherwise.
    public var defaultRuntime: String
    /// The program that reaps processes where a container asks for one; empty on Podman.
    public var initBinary: String

    /// 1, also for hybrid hierarchies, or 2; nil where the engine says nothing.
    public var cgroupVersion: Int?
    /// `systemd`, `cgroupfs` or `none`.
    public var cgroupDriver: String
    /// Which limits the kernel can enforce.
    public var limits: EngineLimits
    /// The security mechanisms that containers get, such as `name=seccomp,profile=default`, as the engine writes it.
    public var securityOptions: [String]
    /// Whether the engine runs as an ordinary user.
    public var isRootless: Bool
    /// What the engine finds wrong with its host.
    public var warnings: [String]

    /// How many containers there are, running, paused and stopped.
    public var containerCount: Int
    /// How many containers run.
    public var runningContainerCount: Int
    /// How many images there are.
    public var imageCount: Int

    /// Whether a security option of that name is on: `seccomp`, `apparmor`, `selinux`, `userns`, `rootless`.
    public func hasSecurityOption(_ name: String) -> Bool {
        securityOptions.contains { $0.split(separator: ",").contains { $0 == "name=\(name)" || $0 == name } }
    }
}

/// Which kinds of drivers an engine has.
public struct EnginePlugins: Sendable, Hashable, Decodable {
    /// Drivers for container logs.
    public var log: [String]
    /// Drivers for networks.
    public var network: [String]
    /// Drivers for volumes.
    public var volume: [String]

    enum CodingKeys: String, CodingKey {
        case log = "Log"
        case network = "Network"
        case volume = "Volume"
    }

    /// No drivers.
    init() { (log, network, volume) = ([], [], []) }

    /// Decodes; nothing must be there.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        log = try container[.log, or: []]
        network = try container[.network, or: []]
        volume = try container[.volume, or: []]
    }
}
