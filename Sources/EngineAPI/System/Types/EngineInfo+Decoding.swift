import AgentValues

extension EngineInfo: Decodable {
    enum CodingKeys: String, CodingKey {
        case name = "Name"
        case serverVersion = "ServerVersion"
        case operatingSystem = "OperatingSystem"
        case operatingSystemType = "OSType"
        case architecture = "Architecture"
        case kernelVersion = "KernelVersion"
        case cpuCount = "NCPU"
        case memory = "MemTotal"
        case systemTime = "SystemTime"
        case storageDriver = "Driver"
        case rootDirectory = "DockerRootDir"
        case loggingDriver = "LoggingDriver"
        case plugins = "Plugins"
        case runtimes = "Runtimes"
        case defaultRuntime = "DefaultRuntime"
        case initBinary = "InitBinary"
        case cgroupVersion = "CgroupVersion"
        case cgroupDriver = "CgroupDriver"
        case securityOptions = "SecurityOptions"
        case isRootless = "Rootless"
        case warnings = "Warnings"
        case containerCount = "Containers"
        case runningContainerCount = "ContainersRunning"
        case imageCount = "Images"
    }

    private struct OCIRuntime: Decodable {}

    /// Decodes; nothing must be there.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container[.name, or: ""]
        serverVersion = try container[.serverVersion, or: ""]
        operatingSystem = try container[.operatingSystem, or: ""]
        operatingSystemType = try container[.operatingSystemType, or: ""]
        architecture = Self.goName(ofArchitecture: try container[.architecture, or: ""])
        kernelVersion = try container[.kernelVersion, or: ""]
        cpuCount = try container[.cpuCount, or: 0]
        memory = try container[.memory, or: 0]
        systemTime = EngineTime(try container[.systemTime, or: ""])
        storageDriver = try container[.storageDriver, or: ""]
        rootDirectory = try container[.rootDirectory, or: ""]
        loggingDriver = try container[.loggingDriver, or: ""]
        plugins = try container[.plugins, or: EnginePlugins()]
        let runtimes: [String: OCIRuntime] = try container[.runtimes, or: [:]]
        self.runtimes = runtimes.keys.sorted()
        defaultRuntime = try container[.defaultRuntime, or: ""]
        initBinary = try container[.initBinary, or: ""]
        cgroupVersion = Int(try container[.cgroupVersion, or: ""])
        cgroupDriver = try container[.cgroupDriver, or: ""]
        limits = try EngineLimits(from: decoder)
        securityOptions = try container[.securityOptions, or: []]
        warnings = try container[.warnings, or: []]
        containerCount = try container[.containerCount, or: 0]
        runningContainerCount = try container[.runningContainerCount, or: 0]
        imageCount = try container[.imageCount, or: 0]
        // Podman has a key of its own, Docker a security option.
        isRootless = try container[.isRootless, or: false]
        if hasSecurityOption("rootless") { isRootless = true }
    }

    /// Docker writes the kernel's name of a processor, Podman Go's.
    private static func goName(ofArchitecture name: String) -> String {
        switch name {
        case "x86_64": "amd64"
        case "aarch64": "arm64"
        case "i386", "i686": "386"
        case "armv7l", "armv6l": "arm"
        default: name
        }
    }
}
