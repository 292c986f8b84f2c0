public import AgentManifest
import Diagnostics

/// Turns a manifest into ``RunOptions``, without asking an engine: manifest, runtime definition, flags and environment in,
/// a plan out. What it has to know of the host is handed in too, so that tests can plan for any host.
public struct Planner: Sendable {
    /// What the command line says.
    public var flags: PlanFlags
    /// The host's environment, for `from: env`.
    public var environment: [String: String]
    /// The text of a file of the host, for `from: file` and `from: configmap`; throws when it cannot be read.
    public var readFile: @Sendable (_ path: String) throws -> String
    /// Whether the host has a file, for secrets of files, which are not read.
    public var fileExists: @Sendable (_ path: String) -> Bool
    /// What agents may have of the host. It is asked for once for each plan that has bind mounts.
    public var mounts: @Sendable () -> MountPolicy

    /// Creates a planner for a host.
    public init(
        flags: PlanFlags, environment: [String: String],
        readFile: @escaping @Sendable (_ path: String) throws -> String,
        fileExists: @escaping @Sendable (_ path: String) -> Bool, mounts: @escaping @Sendable () -> MountPolicy
    ) {
        self.flags = flags
        self.environment = environment
        self.readFile = readFile
        self.fileExists = fileExists
        self.mounts = mounts
    }

    /// Plans the first replica of one agent; ``AgentPlan/replica(_:)`` makes the others of it.
    ///
    /// - Parameters:
    ///   - manifest: the agent.
    ///   - directory: the absolute path of the manifest's folder.
    ///   - defaults: what the runtime definition says.
    ///   - image: the reference of the image to run, from `spec.image` or of the image to build.
    /// - Throws: `DiagnosticsError` with every mistake, each at its place.
    public func plan(
        _ manifest: Manifest, directory: String, defaults: RuntimeDefaults, image: String
    ) throws -> AgentPlan {
        var draft = try PlanDraft(
            manifest: manifest, directory: directory, defaults: defaults, planner: self, image: image)
        draft.addProcess()
        draft.addLifetime()
        draft.addEnvironment()
        draft.addPorts()
        draft.addVolumes()
        draft.addResources()
        draft.addSecurity()
        draft.addNetwork()
        draft.addReadiness()
        draft.addSecrets()
        guard draft.mistakes.isEmpty else { throw DiagnosticsError(draft.mistakes + draft.denials) }
        guard draft.denials.isEmpty else { throw DiagnosticsError(draft.denials, exitCode: .denied) }
        var plan = AgentPlan(
            options: draft.options, settings: draft.settings, dependencies: manifest.dependsOn,
            replicas: draft.replicas)
        plan.warnings = draft.warnings
        return plan
    }
}
