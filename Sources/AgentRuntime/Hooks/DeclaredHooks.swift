public import AgentManifest
public import AgentValues
import Diagnostics

/// The hooks that one agent's manifest names in `spec.hooks`.
public struct DeclaredHooks: Sendable {
    /// The hooks, in the order in which a ``HookedRuntime`` takes them.
    public var hooks: [any RunHook] = []
    /// A digest of what the manifest says of them, to see whether it has changed; nil without hooks.
    public var digest: String?

    /// No hooks.
    public init() {}
}

extension Catalog<any RunHook> {
    /// Makes the hooks of a manifest.
    ///
    /// Programs take part in the phase that they are listed in, in their written order. A Swift hook takes part with every
    /// call that it has, whichever list names it, once.
    ///
    /// - Throws: `DiagnosticsError` with every name that the catalog has not and every setting that a hook refuses.
    public func hooks(declaredBy loaded: LoadedManifest) throws -> DeclaredHooks {
        let manifest = loaded.manifest
        let lists: [(phase: HookError.Phase, hooks: [Manifest.Hook], isReversed: Bool)] = [
            // First, because a hook hears only of what fails in the hooks after it.
            (.failed, manifest.hooks.failed, true),
            (.preRun, manifest.hooks.preRun, false), (.preStop, manifest.hooks.preStop, false),
            // A runtime calls these phases and `failed` in reverse; a manifest means them in its own order.
            (.postRun, manifest.hooks.postRun, true), (.ready, manifest.hooks.ready, true),
            (.postStop, manifest.hooks.postStop, true),
        ]
        var result = DeclaredHooks()
        var used: Set<Manifest.Hook.Action> = []
        var mistakes: [Diagnostic] = []
        for list in lists {
            var made: [any RunHook] = []
            for (index, hook) in list.hooks.enumerated() {
                let path = "spec.hooks.\(list.phase.rawValue)[\(index)]"
                switch hook.action {
                case .exec(let program):
                    made.append(
                        ProgramHook(
                            name: hook.name, program: program, directory: loaded.directory, phase: list.phase,
                            timeLimit: hook.timeout ?? .seconds(30), onError: hook.onError.mode))
                case .use(let name, let config):
                    guard used.insert(hook.action).inserted else { continue }
                    do {
                        made.append(
                            NamedHook(
                                try make(name, config: config), name: hook.name, timeLimit: hook.timeout,
                                failureMode: hook.onError.mode))
                    } catch {
                        mistakes.append(
                            manifest.diagnostic(
                                .error, code: "plan.hook", error.summary, at: "\(path).\(error.path ?? "use")",
                                hint: error.hint))
                    }
                }
            }
            result.hooks += list.isReversed ? made.reversed() : made
        }
        guard mistakes.isEmpty else { throw DiagnosticsError(mistakes) }
        if !result.hooks.isEmpty { result.digest = RunOptions.digest("\(manifest.hooks)".utf8) }
        return result
    }
}

extension Manifest.Hook.FailureMode {
    fileprivate var mode: HookFailureMode { self == .warn ? .warn : .fail }
}
