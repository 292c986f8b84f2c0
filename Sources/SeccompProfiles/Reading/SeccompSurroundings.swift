import AgentValues

/// Where a profile will be in force. Profiles in the engines' format may have rules for some capabilities, processors and
/// kernels only (`includes`, `excludes`).
public struct SeccompSurroundings: Sendable, Hashable {
    /// The engine's processor.
    public var architecture: SeccompArchitecture
    /// The container's capabilities, such as `CAP_CHOWN`.
    public var capabilities: Set<String>
    /// The kernel's release, major and minor; nil stands for a new one.
    public var kernel: [Int]?

    /// The host, without capabilities, unless said otherwise.
    public init(architecture: SeccompArchitecture = .host, capabilities: Set<String> = [], kernel: [Int]? = nil) {
        self.architecture = architecture
        self.capabilities = capabilities
        self.kernel = kernel
    }

    /// The names that Go has for processors, which profiles use here.
    private var goNames: Set<String> {
        switch architecture {
        case .x86_64: ["amd64", "x86_64"]
        case .aarch64: ["arm64", "aarch64"]
        default: [architecture.rawValue]
        }
    }

    /// Whether `includes` holds, all of it, or any part of `excludes`; both as moby reads them.
    func fit(_ value: JSONValue?, at path: String, reader: SettingsReader, isExclusion: Bool) -> Bool {
        let keys = ["arches", "caps", "minKernel"]
        guard let object = reader.object(value, at: path, keys: keys) else { return !isExclusion }
        var parts: [Bool] = []
        let arches = reader.list(object["arches"], at: "\(path).arches").compactMap(\.value.stringValue)
        if !arches.isEmpty { parts.append(!goNames.isDisjoint(with: arches)) }
        let caps = reader.list(object["caps"], at: "\(path).caps").compactMap(\.value.stringValue)
        if !caps.isEmpty {
            parts.append(isExclusion ? !capabilities.isDisjoint(with: caps) : capabilities.isSuperset(of: caps))
        }
        if let minimum = reader.text(object["minKernel"], at: "\(path).minKernel") {
            let wanted = minimum.split(separator: ".").prefix(2).compactMap { Int($0) }
            parts.append(kernel.map { !$0.lexicographicallyPrecedes(wanted) } ?? true)
        }
        return isExclusion ? parts.contains(true) : !parts.contains(false)
    }
}
