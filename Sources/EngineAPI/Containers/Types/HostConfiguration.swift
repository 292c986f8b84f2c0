/// What a container may use of its host, and how. A nil field leaves the choice to the engine.
///
/// Given with ``ContainerConfiguration/host``, and found again in ``ContainerInspection/host``. There are no `Binds`: engines
/// create their missing sources as root on the host; use ``mounts``.
public struct HostConfiguration: Sendable, Hashable, Codable {
    // MARK: Resources

    /// Memory in bytes; 0 is unlimited.
    public var memory: Int64?
    /// Memory and swap together in bytes; equal to ``memory`` for no swap, -1 for unlimited.
    public var memorySwap: Int64?
    /// A soft limit in bytes.
    public var memoryReservation: Int64?
    /// Whether the kernel may not kill for lack of memory.
    public var oomKillDisable: Bool?
    /// How readily the kernel kills it, -1000 to 1000.
    public var oomScoreAdjustment: Int?
    /// Billionths of a CPU: 500,000,000 is half a CPU.
    public var nanoCPUs: Int64?
    /// Relative weight of CPU time; 1024 is normal.
    public var cpuShares: Int64?
    /// The CPUs it may run on, such as `0-1,3`.
    public var cpuSet: String?
    /// The most processes and threads; 0 or -1 is unlimited.
    public var pidsLimit: Int64?
    /// Limits of each process.
    public var ulimits: [ResourceLimit]?
    /// Bytes of `/dev/shm`; 64 MiB when nil.
    public var sharedMemorySize: Int64?
    /// Storage driver options, such as `size`.
    public var storageOptions: [String: String]?
    /// Devices of the host.
    public var devices: [DeviceMapping]?
    /// Devices by driver and capability, such as GPUs.
    public var deviceRequests: [DeviceRequest]?
    /// The cgroup below which the container's is made.
    public var cgroupParent: String?

    // MARK: Files

    /// Bind mounts, volumes and tmpfs.
    public var mounts: [Mount]?
    /// Paths with mount options, as `["/tmp": "size=64m,mode=1777"]`.
    public var tmpfs: [String: String]?
    /// Whether the container's own files cannot be written.
    public var readOnlyRootFilesystem: Bool?

    // MARK: Network

    /// `bridge`, `none`, `host`, `container:ID`, or a network's name.
    public var networkMode: String?
    /// Container ports and where they are published.
    public var portBindings: PortBindings?
    /// Publishes every exposed port on a free port of all interfaces.
    public var publishAllPorts: Bool?
    /// Name servers.
    public var dns: [String]?
    /// Options of the resolver.
    public var dnsOptions: [String]?
    /// Search domains.
    public var dnsSearch: [String]?
    /// `name:address` lines for `/etc/hosts`.
    public var extraHosts: [String]?

    // MARK: Security

    /// Capabilities beyond the default set.
    public var addedCapabilities: [String]?
    /// Capabilities taken away; `ALL` for all.
    public var droppedCapabilities: [String]?
    /// `no-new-privileges`, `seccomp=…`, `apparmor=…`, `label=…`.
    public var securityOptions: [String]?
    /// Whether it has all capabilities and all devices of the host, and no seccomp profile.
    public var isPrivileged: Bool?
    /// Additional groups of the user.
    public var additionalGroups: [String]?
    /// Paths that are hidden; nil for the engine's list, and empty hides nothing.
    public var maskedPaths: [String]?
    /// Paths that cannot be written; nil for the engine's list, and empty protects nothing.
    public var readOnlyPaths: [String]?
    /// Kernel parameters of its namespaces.
    public var sysctls: [String: String]?
    /// `host`, or `container:ID`; private when nil.
    public var pidMode: String?
    /// `private`, `shareable`, `host`, `none`, or `container:ID`.
    public var ipcMode: String?
    /// `host`; private when nil.
    public var utsMode: String?
    /// `host`; the engine's when nil.
    public var userNamespaceMode: String?
    /// `private` or `host`.
    public var cgroupNamespaceMode: String?

    // MARK: Life

    /// Whether an init process of the engine reaps zombies and forwards signals.
    public var usesInit: Bool?
    /// What happens after an exit.
    public var restartPolicy: RestartPolicy?
    /// Where logs go.
    public var logging: LogConfiguration?
    /// The OCI runtime; the engine's default when nil.
    public var runtime: String?
    /// Annotations for the OCI runtime.
    public var annotations: [String: String]?

    /// A configuration that leaves everything to the engine; set what it needs on the value.
    public init() {}

    enum CodingKeys: String, CodingKey {
        case memory = "Memory"
        case memorySwap = "MemorySwap"
        case memoryReservation = "MemoryReservation"
        case oomKillDisable = "OomKillDisable"
        case oomScoreAdjustment = "OomScoreAdj"
        case nanoCPUs = "NanoCpus"
        case cpuShares = "CpuShares"
        case cpuSet = "CpusetCpus"
        case pidsLimit = "PidsLimit"
        case ulimits = "Ulimits"
        case sharedMemorySize = "ShmSize"
        case storageOptions = "StorageOpt"
        case devices = "Devices"
        case deviceRequests = "DeviceRequests"
        case cgroupParent = "CgroupParent"
        case mounts = "Mounts"
        case tmpfs = "Tmpfs"
        case readOnlyRootFilesystem = "ReadonlyRootfs"
        case networkMode = "NetworkMode"
        case portBindings = "PortBindings"
        case publishAllPorts = "PublishAllPorts"
        case dns = "Dns"
        case dnsOptions = "DnsOptions"
        case dnsSearch = "DnsSearch"
        case extraHosts = "ExtraHosts"
        case addedCapabilities = "CapAdd"
        case droppedCapabilities = "CapDrop"
        case securityOptions = "SecurityOpt"
        case isPrivileged = "Privileged"
        case additionalGroups = "GroupAdd"
        case maskedPaths = "MaskedPaths"
        case readOnlyPaths = "ReadonlyPaths"
        case sysctls = "Sysctls"
        case pidMode = "PidMode"
        case ipcMode = "IpcMode"
        case utsMode = "UTSMode"
        case userNamespaceMode = "UsernsMode"
        case cgroupNamespaceMode = "CgroupnsMode"
        case usesInit = "Init"
        case restartPolicy = "RestartPolicy"
        case logging = "LogConfig"
        case runtime = "Runtime"
        case annotations = "Annotations"
    }
}
