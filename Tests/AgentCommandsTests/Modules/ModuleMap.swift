import Testing

/// Which module may import what: the table of the article "Architecture", as data. Modules of this package stand in it from the lowest
/// to the highest, and each imports only what stands above it.
enum ModuleMap {
    /// One module.
    struct Module: Sendable, CustomTestStringConvertible {
        var name: String
        /// The modules of this package that it may import.
        var own: Set<String>
        /// The modules of other packages that it may import.
        var packages: Set<String>
        /// The files, by their path in the module's folder, that alone may import a module: what the rest of the module gets from a
        /// layer between.
        var restricted: [String: Set<String>]

        init(
            _ name: String, _ own: Set<String> = [], packages: Set<String> = [],
            restricted: [String: Set<String>] = [:]
        ) {
            self.name = name
            self.own = own
            self.packages = packages
            self.restricted = restricted
        }

        var testDescription: String { name }
    }

    /// What comes with the toolchain and costs nothing. Foundation as a whole would double the program's size.
    static let system: Set<String> = ["Dispatch", "FoundationEssentials", "Glibc", "Synchronization"]

    /// Programs that run while the package is built, and what holds no Swift.
    static let notModules: Set<String> = [
        "CCurl", "CCurlShims", "CProcessShims", "CSeccomp", "CYAML", "EmbedLauncher", "launcher-embedder",
    ]

    static let modules = [
        Module("Diagnostics"),
        Module("AgentValues", ["Diagnostics"]),
        Module(
            "HTTPTransport", ["CCurl", "CCurlShims", "Diagnostics"], packages: ["HTTPTypes", "Logging"]),
        Module(
            "EngineAPI", ["AgentValues", "Diagnostics", "HTTPTransport"],
            packages: ["HTTPTypes", "Logging", "Subprocess", "SystemPackage"]),
        Module("AgentManifest", ["AgentValues", "CYAML", "Diagnostics"], packages: ["SystemPackage"]),
        // Profiles stand in manifests, and files of profiles are read by the manifest's reader.
        Module(
            "SeccompProfiles", ["AgentManifest", "AgentValues", "CSeccomp", "Diagnostics"], packages: ["SystemPackage"]),
        Module("AgentLauncher"),
        Module(
            "AgentRuntime",
            [
                "AgentLauncher", "AgentManifest", "AgentValues", "CProcessShims", "Diagnostics", "EngineAPI",
                "HTTPTransport", "SeccompProfiles",
            ], packages: ["HTTPTypes", "Logging", "SystemPackage"]),
        Module(
            "AgentOrchestrator",
            ["AgentManifest", "AgentRuntime", "AgentValues", "Diagnostics", "EngineAPI", "HTTPTransport"],
            packages: ["Logging", "Subprocess", "SystemPackage"]),
        Module(
            "AgentCommands",
            [
                "AgentManifest", "AgentOrchestrator", "AgentRuntime", "AgentValues", "Diagnostics", "EngineAPI",
                "HTTPTransport", "SeccompProfiles",
            ], packages: ["ArgumentParser", "Logging", "Subprocess", "SystemPackage"],
            restricted: ["EngineAPI": commandsOnTheEngine]),
        Module("aac-runtime", ["AgentCommands"]),
        Module(
            "AgentTesting", ["AgentRuntime", "AgentValues", "Diagnostics", "EngineAPI", "HTTPTransport"],
            packages: ["Subprocess", "SystemPackage", "Testing"]),
    ]

    /// The files of `AgentCommands` that ask the engine themselves: those whose subject it is. What a command wants to know of agents
    /// is asked of `AgentOrchestrator`.
    static let commandsOnTheEngine: Set<String> = [
        "Commands/Doctor.swift", "Engine/ImagePull.swift", "Commands/Version.swift", "Doctor/EngineChecks.swift",
        "Engine/EngineSession.swift",
    ]
}
