public import AgentManifest
public import AgentRuntime
public import AgentValues
import Diagnostics
import FoundationEssentials

/// Plans the agents of a project: what is built, what is run, and in which order.
public struct ProjectPlanner: Sendable {
    /// The runtime definitions.
    public var catalog: RuntimeCatalog
    /// What the command line says about the agents.
    public var flags: PlanFlags
    /// What the command line says about builds.
    public var buildOptions: ImageBuildOptions
    /// The hooks that manifests can name.
    public var hooks: Catalog<any RunHook>

    /// Creates a planner.
    public init(
        catalog: RuntimeCatalog, flags: PlanFlags, buildOptions: ImageBuildOptions = ImageBuildOptions(),
        hooks: Catalog<any RunHook> = Catalog(of: "hook")
    ) {
        self.catalog = catalog
        self.flags = flags
        self.buildOptions = buildOptions
        self.hooks = hooks
    }

    /// Plans every agent. Reads the files that manifests name; asks no engine.
    ///
    /// - Returns: a plan for each replica, in the order in which they are to be started: an agent after those that it depends on.
    /// - Throws: `DiagnosticsError` with the mistakes of all manifests.
    public func plan(_ manifests: [LoadedManifest]) throws -> [AgentPlan] {
        var plans: [AgentPlan] = []
        var mistakes: [Diagnostic] = []
        var conflicts = PortConflicts()
        var exitCode = ExitCode.denied
        for loaded in manifests {
            do {
                let plan = try plan(loaded)
                plans.append(plan)
                conflicts.add(plan.options.ports, of: loaded.manifest)
            } catch let error as DiagnosticsError {
                mistakes += error.diagnostics
                if error.exitCode != .denied { exitCode = .manifestInvalid }
            }
        }
        if !conflicts.mistakes.isEmpty {
            mistakes += conflicts.mistakes
            exitCode = .manifestInvalid
        }
        guard mistakes.isEmpty else { throw DiagnosticsError(mistakes, exitCode: exitCode) }
        var ordered = StartOrder.sorted(plans)
        startWithoutWaiting(ordered.awaitedToComplete, in: &ordered)
        return ordered.flatMap { plan in (0..<plan.replicas).map { plan.replica($0 + 1) } }
    }

    private func plan(_ loaded: LoadedManifest) throws -> AgentPlan {
        let manifest = loaded.manifest
        let build = try ImageBuildPlanner(catalog: catalog, options: buildOptions)
            .plan(manifest, directory: loaded.directory, project: flags.project)
        let planner = Planner(
            flags: flags, environment: loaded.variables,
            readFile: { String(decoding: try Data(contentsOf: URL(filePath: $0)), as: UTF8.self) },
            fileExists: { FileManager.default.fileExists(atPath: $0) }, mounts: { .ofHost() })
        let isGenerated = build?.dockerfileText != nil
        let definition =
            isGenerated
            ? try catalog.select(manifest.runtime.name, version: manifest.runtime.version).definition : nil
        var plan = try planner.plan(
            manifest, directory: loaded.directory, defaults: definition?.defaults ?? RuntimeDefaults(),
            image: manifest.image ?? build?.reference ?? "")
        plan.build = build
        plan.variables = loaded.variables
        plan.test = manifest.test
        plan.hooks = try hooks.hooks(declaredBy: loaded)
        return plan
    }

    /// An agent that others wait for to end may end at once; it is not asked to go on running.
    private func startWithoutWaiting(_ names: Set<String>, in plans: inout [AgentPlan]) {
        for index in plans.indices where names.contains(plans[index].options.identity.agent) {
            if plans[index].options.readiness == nil { plans[index].options.readiness = .started }
        }
    }
}
