import AgentRuntime

/// What changes ask for. A pure value.
struct WatchDecision: Sendable, Hashable {
    /// The agents whose containers get the changed files, and these.
    var syncs: [String: Set<String>] = [:]
    /// The agents whose images are built anew, and the files because of which.
    var rebuilds: [String: Set<String>] = [:]
    /// Whether what the manifests ask for is something else now.
    var isReconfigured = false

    /// How many changed files are put into a container; for more of them its image is built anew.
    private static let mostFiles = 1000

    /// - Parameters:
    ///   - before: the project as it was planned the last time.
    ///   - now: the same, planned after the changes.
    ///   - behind: the agents that are not as they were wanted before.
    ///   - allowsSync: whether files may be put into containers at all.
    init(
        _ changes: ChangeSet, before: WatchedProject, now: WatchedProject, behind: Set<String> = [],
        allowsSync: Bool = true
    ) {
        isReconfigured = before.names != now.names || before.configurations != now.configurations
        for name in now.names {
            let old = before.sources[name]
            guard let new = now.sources[name] else {
                if behind.contains(name) { rebuilds[name] = [] }
                continue
            }
            let paths = new.paths(in: changes).union(old?.paths(in: changes) ?? [])
            let isSame = old?.comparable == new.comparable
            if isSame, paths.isEmpty, !changes.isEverything, !behind.contains(name) { continue }
            if isSame, !behind.contains(name), !changes.isEverything, allowsSync, Self.canSync(paths, new) {
                syncs[name] = paths
            } else {
                rebuilds[name] = paths
            }
        }
    }

    /// Whether putting the files into a container makes it what a build would.
    private static func canSync(_ paths: Set<String>, _ source: WatchedProject.Source) -> Bool {
        guard source.build.syncFolder != nil, source.isWritable, paths.count <= mostFiles else { return false }
        return paths.allSatisfy { path in
            // Names that are no text cannot be told apart.
            !source.recipes.contains(path) && !source.build.installFiles.contains(path) && !path.contains("\u{FFFD}")
        }
    }
}
