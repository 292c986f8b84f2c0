import AgentOrchestrator
import AgentRuntime

/// What a planned project is made from: which files make a difference to which agent. A pure value.
struct WatchedProject: Sendable {
    /// An agent that is built.
    struct Source: Sendable {
        let build: ImageBuildPlan
        /// Whether files of its containers may be changed at all.
        let isWritable: Bool
        private let tree: WatchScope.Tree
        /// The files that say how it is built, by their paths in the context, whether or not they are sent to the engine.
        let recipes: Set<String>

        init(_ build: ImageBuildPlan, isWritable: Bool) {
            self.build = build
            self.isWritable = isWritable
            // A plan's lines are patterns; a Dockerfile's own list was read by the planner too.
            let rules = (try? IgnoreRules(lines: build.ignoreLines)) ?? IgnoreRules()
            let noise = (try? IgnoreRules(lines: WatchScope.noise)) ?? IgnoreRules()
            tree = WatchScope.Tree(root: build.context, rules: rules.followed(by: noise))
            recipes =
                build.dockerfileText == nil
                ? [".dockerignore", build.dockerfile, "\(build.dockerfile).dockerignore"] : [".dockerignore"]
        }

        var scope: WatchScope {
            let root = build.context == "/" ? "" : build.context
            return WatchScope(trees: [tree], files: Set(recipes.map { "\(root)/\($0)" }))
        }

        /// The changed files that make a difference, by their paths in the context.
        func paths(in changes: ChangeSet) -> Set<String> {
            Set(
                changes.paths.compactMap { tree.relative($0) }.filter {
                    recipes.contains($0) || !tree.rules.ignores($0)
                })
        }

        /// What of the plan makes another image.
        var comparable: ImageBuildPlan {
            var plan = build
            plan.notes = []
            return plan
        }
    }

    /// The agents of the manifests.
    let names: [String]
    /// The agents that are built, by name.
    let sources: [String: Source]
    /// The digest of what each replica is created from, by its display name.
    let configurations: [String: String]
    /// The manifests, and what is read with them.
    let files: Set<String>

    init(_ planned: PlannedProject) {
        names = planned.names
        files = planned.files
        configurations = Dictionary(
            planned.agents.map { ($0.displayName, $0.configHash) }, uniquingKeysWith: { first, _ in first })
        sources = Dictionary(
            planned.agents.compactMap { plan in
                plan.build.map {
                    (plan.agent, Source($0, isWritable: !plan.options.security.readOnlyRootFilesystem))
                }
            }, uniquingKeysWith: { first, _ in first })
    }

    /// Everything that is to be watched.
    var scope: WatchScope {
        let scopes = sources.values.map(\.scope)
        return WatchScope(
            trees: scopes.flatMap(\.trees).sorted { $0.root < $1.root },
            files: scopes.reduce(files) { $0.union($1.files) })
    }

    /// The manifests, and files read with them, that have changed.
    func changedFiles(in changes: ChangeSet) -> [String] { changes.paths.filter(files.contains) }
}
