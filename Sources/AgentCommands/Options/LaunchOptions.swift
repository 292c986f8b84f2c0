import AgentManifest
import AgentOrchestrator
import AgentRuntime
import ArgumentParser
import Diagnostics
import SystemPackage

/// What `up`, `plan` and `build` have in common: the manifests, and what the command line changes about them.
struct LaunchOptions: ParsableArguments {
    @OptionGroup var manifests: ManifestOptions
    @OptionGroup var project: ProjectOptions

    @Option(
        help: ArgumentHelp("The image that generated Dockerfiles start from.", valueName: "image"))
    var baseImage: String?

    @Option(help: ArgumentHelp("The memory limit of every agent, such as 512Mi.", valueName: "amount"))
    var memory: MemoryAmount?

    @Option(help: ArgumentHelp("The CPU limit of every agent, such as 0.5.", valueName: "number"))
    var cpus: CPUAmount?

    @Option(
        help: ArgumentHelp(
            "How long to wait for readiness beyond the probe's start period, such as 90s.", valueName: "time"))
    var waitTimeout: DurationArgument?

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "How many replicas of an agent, instead of its manifest's number; repeatable.", valueName: "agent=number"))
    var scale: [ScaleArgument] = []

    @OptionGroup var lifetime: LifetimeOptions

    @OptionGroup var mounts: MountOptions

    @Flag(help: "Let agents of the security level 'privileged' run.")
    var allowPrivileged = false

    @Flag(help: "Pull base images even when the engine has them.")
    var pull = false

    @Flag(help: "Build without the engine's cache.")
    var noCache = false

    /// Loads and plans every agent.
    ///
    /// - Parameter showsWarnings: whether warnings and notes are shown on standard error.
    func plan(
        in context: CommandContext, detach: Bool = false, showsWarnings: Bool = true
    ) async throws -> PlannedProject {
        let catalog = try RuntimeCatalog(folder: manifests.runtimesFolder(in: context))
        let loaded = try await manifests.load(in: context, knownRuntimes: Set(catalog.names))
        if showsWarnings { try await manifests.show(loaded.flatMap(\.warnings), in: context) }
        var flags = PlanFlags(project: try project.name(in: context, files: manifests.files))
        flags.projectFolder = ProjectOptions.namingFolder(
            project.project, in: context, files: manifests.files)
        flags.detach = detach
        flags.memory = memory?.bytes
        flags.nanoCPUs = cpus?.nanoCPUs
        flags.ttl = lifetime.ttl?.duration
        flags.allowsPrivileged = allowPrivileged
        flags.mountAllow = try mounts.resolved()
        flags.waitTimeout = waitTimeout?.duration
        flags.scale = try ScaleArgument.scale(scale, among: loaded.map(\.manifest.name))
        var builds = ImageBuildOptions()
        builds.baseImage = baseImage
        builds.pullsBaseImages = pull
        builds.usesCache = !noCache
        let planner = ProjectPlanner(
            catalog: catalog, flags: flags, buildOptions: builds, hooks: context.extensions.namedHooks)
        let plans = try await MainActor.run { try planner.plan(loaded) }
        let planned = PlannedProject(
            name: flags.project, names: loaded.map(\.manifest.name), agents: plans, files: files(of: loaded))
        guard showsWarnings else { return planned }
        try await manifests.show(
            plans.filter { $0.options.identity.replica == 1 }.flatMap(\.warnings), in: context)
        for plan in plans where plan.options.identity.replica == 1 {
            for note in plan.build?.notes ?? [] {
                try await context.messages.line(TerminalText.line("\(plan.options.identity.agent): note: \(note)"))
            }
        }
        return planned
    }

    /// The absolute paths of what was read, or would have been had it been there: the manifests, their `.env`, and `--env-file`.
    private func files(of loaded: [LoadedManifest]) -> Set<String> {
        let current = FilePath(ProjectName.currentFolder)
        let own = loaded.flatMap { manifest in
            [FilePath(manifest.file).lastComponent?.string, ".env"].compactMap(\.self)
                .map { FilePath(manifest.directory).appending($0) }
        }
        return Set(
            (own + manifests.envFile.map { current.pushing(FilePath($0)) }).map { $0.lexicallyNormalized().string })
    }
}
