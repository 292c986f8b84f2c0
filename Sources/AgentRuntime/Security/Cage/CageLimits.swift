import AgentManifest
import EngineAPI

/// What a container was asked to be confined by. A nil limit was not asked for.
struct CageLimits: Sendable, Hashable {
    /// In bytes.
    var memory: Int64?
    /// Memory and swap together, in bytes.
    var memoryAndSwap: Int64?
    /// In billionths of a CPU.
    var nanoCPUs: Int64?
    var processes: Int64?
    var noNewPrivileges = false
    var hasSeccomp = false
    /// All that a process may ever have; nil for a container that may have everything.
    var capabilities: Set<String>?
    var readOnlyRoot = false
    /// Whether the user must not be root.
    var refusesRoot = false
    /// The number of the user that its command must run as; nil where it was not asked for, or only a name is known.
    var user: UInt32?
    /// The bind mounts.
    var mounts: [CageMount] = []

    /// Nothing is asked for.
    init() {}

    /// What the options ask for.
    ///
    /// - Parameters:
    ///   - user: the container's user as the engine is told, `USER[:GROUP]`.
    ///   - mounts: what its bind mounts must be.
    init(_ options: RunOptions, on engine: EngineKind, user: String = "", mounts: [CageMount] = []) {
        self.init(
            options.containerConfiguration(for: engine, RunAssets()).host ?? HostConfiguration(),
            hasSeccomp: options.security.seccomp.profile != nil)
        refusesRoot = options.security.runAsNonRoot
        self.user = user.split(separator: ":", omittingEmptySubsequences: false).first.flatMap { UInt32($0) }
        self.mounts = mounts
    }

    /// What a container was created with.
    ///
    /// - Parameter bounding: all capabilities that it may have, where the engine says them; else they are reckoned from what was
    ///   added and dropped.
    init(_ container: ContainerInspection, bounding: [String]? = nil) {
        let settings = container.host.securityOptions ?? []
        self.init(
            container.host,
            hasSeccomp: container.host.isPrivileged != true && !settings.contains("seccomp=unconfined"))
        if let bounding, container.host.isPrivileged != true { capabilities = Self.names(bounding) }
    }

    /// Capabilities without their prefix.
    private static func names(_ list: [String]?) -> Set<String> {
        Set((list ?? []).map { SecurityOptions.capabilityName($0) })
    }

    private init(_ host: HostConfiguration, hasSeccomp: Bool) {
        func limit(_ value: Int64?) -> Int64? { value.flatMap { $0 > 0 ? $0 : nil } }
        memory = limit(host.memory)
        memoryAndSwap = limit(host.memorySwap)
        nanoCPUs = limit(host.nanoCPUs)
        processes = limit(host.pidsLimit)
        let isPrivileged = host.isPrivileged == true
        noNewPrivileges =
            !isPrivileged
            && (host.securityOptions ?? []).contains { $0.hasPrefix("no-new-privileges") && !$0.hasSuffix("false") }
        self.hasSeccomp = hasSeccomp && !isPrivileged
        readOnlyRoot = host.readOnlyRootFilesystem == true
        guard !isPrivileged else { return }
        let added = Self.names(host.addedCapabilities)
        let dropped = Self.names(host.droppedCapabilities)
        let base = dropped.contains("ALL") ? [] : SecurityOptions.engineDefault.subtracting(dropped)
        capabilities = added.contains("ALL") ? nil : base.union(added)
    }
}
