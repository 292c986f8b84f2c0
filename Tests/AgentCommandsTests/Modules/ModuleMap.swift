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
            "AgentOrchestrator", ["AgentManifest", "AgentRuntime", "AgentValues", "Diagnostics", "EngineAPI"],
            packages: ["Logging", "SystemPackage"]),
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

    /// The files of `AgentCommands` that ask the engine themselves. Beyond `doctor`, `pull` and `version`, whose subject it is, each is
    /// one too many: what it wants to know of agents is to be asked of `AgentOrchestrator`.
    static let commandsOnTheEngine: Set<String> = [
        "CI/AgentLogs.swift", "CI/HostCommand.swift", "CI/TestOutput.swift", "CI/TestReport.swift", "CI/TestRun.swift",
        "Commands/Copy.swift", "Commands/Doctor.swift", "Commands/Events.swift", "Commands/Exec.swift",
        "Commands/Images.swift", "Commands/Inspect.swift", "Commands/List.swift", "Commands/Logs.swift",
        "Commands/Pause.swift", "Commands/Plan.swift", "Commands/Ps.swift", "Commands/Pull.swift",
        "Commands/Reap.swift", "Commands/Remove.swift", "Commands/Restart.swift", "Commands/Run.swift",
        "Commands/Seccomp/SeccompRecordCommand.swift", "Commands/Start.swift", "Commands/Stats.swift",
        "Commands/Stop.swift", "Commands/Top.swift", "Commands/Unpause.swift", "Commands/Version.swift",
        "Commands/Wait.swift", "Copy/ArchiveFiles.swift", "Copy/ContainerFiles.swift", "Copy/CopyIn.swift",
        "Copy/HostTar.swift", "Copy/ProgramFiles.swift", "Doctor/EngineChecks.swift", "Engine/AgentAction.swift",
        "Engine/AgentCompletion.swift", "Engine/AgentContainer.swift", "Engine/AgentFields.swift",
        "Engine/AgentHealth.swift", "Engine/AgentSelector.swift", "Engine/AgentStatus.swift",
        "Engine/ContainerProgram.swift", "Engine/EngineSession.swift", "Engine/LeaseSweep.swift",
        "Engine/SurvivalCheck.swift", "Events/AgentEvent.swift", "GoCompatibility/GoRun.swift",
        "GoCompatibility/GoRuntime.swift", "Launch/Foreground.swift", "Launch/ImageLaunch.swift",
        "Launch/InteractiveRun.swift", "Launch/PlannedChange.swift", "Launch/WaitingRun.swift",
        "Logs/ContainerFollower.swift", "Logs/LogAssemblers.swift", "Logs/LogCleaner.swift", "Logs/LogCursor.swift",
        "Logs/LogFollower.swift", "Logs/LogLine.swift", "Logs/LogLineAssembler.swift", "Logs/LogMerge.swift",
        "Logs/LogPosition.swift", "Logs/LogPrefixes.swift", "Logs/LogPrinter.swift", "Logs/LogQuiet.swift",
        "Logs/LogRedaction.swift", "Logs/LogWatch.swift", "Options/SinceArgument.swift", "Progress/JSONProgress.swift",
        "Progress/LiveBlock.swift", "Progress/LiveRegion.swift", "Progress/LiveRenderer.swift",
        "Progress/LiveWriter.swift", "Progress/ProgressReporter.swift", "Stats/AgentUsage.swift",
        "Stats/UsageSample.swift", "Terminal/InteractiveSession.swift", "Terminal/Terminal.swift",
        "Watch/SourceSync.swift", "Watch/WatchOutput.swift", "Watch/WatchSession.swift",
    ]
}
