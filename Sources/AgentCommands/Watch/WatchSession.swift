import AgentOrchestrator
import AgentRuntime
import Diagnostics

/// Brings a project up, and to what its sources and manifests say whenever they change.
struct WatchSession: Sendable {
    let context: CommandContext
    let session: EngineSession
    let launch: LaunchOptions
    let converge: ConvergeOptions
    let progress: ProgressKind
    let report: WatchReport
    let output: WatchOutput
    /// Whether files may be put into running containers.
    let allowsSync: Bool
    private let state: Mutable<State>

    /// What is known of the project between two changes.
    private struct State: Sendable {
        /// The last plan that could be made.
        var planned: PlannedProject
        var watched: WatchedProject
        /// The agents that are not as they are wanted, because that failed.
        var behind: Set<String> = []
        /// What containers were created from, by their ids.
        var options: [ContainerID: RunOptions] = [:]
        /// The agents that have files which their images do not.
        var synced: Set<String> = []
    }

    init(
        context: CommandContext, session: EngineSession, launch: LaunchOptions, converge: ConvergeOptions,
        progress: ProgressKind, report: WatchReport, output: WatchOutput, allowsSync: Bool, planned: PlannedProject
    ) {
        self.context = context
        self.session = session
        self.launch = launch
        self.converge = converge
        self.progress = progress
        self.report = report
        self.output = output
        self.allowsSync = allowsSync
        state = Mutable(State(planned: planned, watched: WatchedProject(planned)))
    }

    /// Goes on until it is cancelled or cannot watch any longer.
    func run() async throws {
        let collector = ChangeCollector(clock: ContinuousClock())
        // Before the first build, so that no change is missed.
        let watcher = try await FolderWatcher.start(state.value.watched.scope) { collector.note($0) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await output.run() }
            group.addTask {
                try await bringUp(agents: nil)
                try await report.tell(.watching(agents: state.value.planned.names))
                var unplanned = ChangeSet()
                while true {
                    output.setBusy(false)
                    let changes = unplanned.followed(by: try await collector.next())
                    output.setBusy(true)
                    unplanned = try await apply(changes, watcher) ? ChangeSet() : changes
                }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    /// Stops and removes what is watched, where cancellation cannot reach it.
    func remove() async throws {
        let planned = state.value.planned
        let project = convergence(agents: nil).project
        let timeout = planned.agents.map(\.options.stopTimeout).max() ?? .seconds(10)
        // Whoever is in a hurry does not wait for a slow terminal.
        let hurry = Task { if await context.interruption.hurried() { await output.end(isHurried: true) } }
        defer { hurry.cancel() }
        try await Task {
            let result = try await project.down(
                agents: Set(planned.names), removesVolumes: false, stopTimeout: timeout,
                observer: ProjectObserver(ended: { await output.finish($0) }))
            try await project.removeUnusedNetworks()
            if let failure = result.hookFailure { throw failure }
        }.value
    }

    /// - Returns: false when the manifests do not say what is wanted now, so that the changes still count.
    private func apply(_ changes: ChangeSet, _ watcher: FolderWatcher) async throws -> Bool {
        let before = state.value.watched
        let files = before.changedFiles(in: changes)
        let planned: PlannedProject
        do {
            planned = try await launch.plan(in: context, showsWarnings: !files.isEmpty)
        } catch {
            try await bear(error)
            return false
        }
        let now = WatchedProject(planned)
        state.update {
            $0.planned = planned
            $0.watched = now
        }
        output.take(planned)
        try await watcher.cover(now.scope)
        let decision = WatchDecision(
            changes, before: before, now: now, behind: state.value.behind, allowsSync: allowsSync)
        if !files.isEmpty {
            let applies = decision.isReconfigured || !decision.rebuilds.isEmpty || !decision.syncs.isEmpty
            try await report.tell(.manifests(files: shown(files), applies: applies))
        }
        try await carryOut(decision)
        return true
    }

    private func carryOut(_ decision: WatchDecision) async throws {
        var rebuilds = decision.rebuilds
        var reasons: [String: String] = [:]
        // Where all is compared anyway, a build of it is part of that.
        var syncs = decision.syncs
        if decision.isReconfigured {
            rebuilds.merge(syncs) { $0.union($1) }
            syncs = [:]
        }
        for (agent, reason) in try await sync(syncs) {
            rebuilds[agent] = syncs[agent]
            reasons[agent] = reason
        }
        for (agent, paths) in rebuilds.sorted(by: { $0.key < $1.key }) where state.value.watched.sources[agent] != nil {
            try await report.tell(.rebuilding(agent: agent, files: paths.sorted(), reason: reasons[agent]))
        }
        guard decision.isReconfigured || !rebuilds.isEmpty else { return }
        let kept = try await bringUp(agents: decision.isReconfigured ? nil : Set(rebuilds.keys))
        // An image that is what it was before does not have what was put into its container since.
        let stale = kept.intersection(state.value.synced)
        _ = try await sync(rebuilds.filter { stale.contains($0.key) && !$0.value.isEmpty })
    }

    // MARK: Bringing up

    private func convergence(agents: Set<String>?) -> Convergence {
        Convergence(
            context: context, session: session, planned: state.value.planned, options: converge.options(agents: agents),
            isQuiet: report.isQuiet, progress: progress, format: report.format)
    }

    /// Brings agents to what is wanted; failures are shown.
    ///
    /// - Parameter agents: nil for all.
    /// - Returns: the agents whose containers were left as they are.
    @discardableResult
    private func bringUp(agents: Set<String>?) async throws -> Set<String> {
        let start = ContinuousClock.now
        let touched = agents ?? Set(state.value.planned.names)
        do {
            let result = try await convergence(agents: agents).run(created: { await output.created($0, $1) })
            let elapsed = ContinuousClock.now - start
            state.update { $0.behind.subtract(touched) }
            for reported in result.reports {
                state.update {
                    if !reported.isUp, reported.outcome != .removed { $0.behind.insert(reported.agent) }
                    if reported.outcome != .unchanged { $0.synced.remove(reported.agent) }
                    if let container = reported.container { $0.options[container.id] = reported.options }
                }
                try await report.tell(.ready(reported, after: elapsed))
            }
            for failure in result.failures { try await bear(failure) }
            return Set(result.reports.filter { $0.outcome == .unchanged }.map(\.agent))
        } catch {
            state.update { $0.behind.formUnion(touched) }
            try await bear(error)
            return []
        }
    }

    /// Shows a failure that is no reason to end.
    private func bear(_ error: any Error) async throws {
        let endsAll =
            error is CancellationError || error is OutputError || (error as? SupervisionError)?.code == .engineLost
        if endsAll || Task.isCancelled { throw error }
        try await report.show(error)
    }

    // MARK: Putting files into containers

    /// Puts files into the containers of agents, and starts their commands again.
    ///
    /// - Returns: the agents that need a build instead, and why.
    private func sync(_ syncs: [String: Set<String>]) async throws -> [String: String] {
        guard !syncs.isEmpty else { return [:] }
        let found = try await session.host.agents(of: state.value.planned.name).containers()
        return try await withThrowingTaskGroup(of: (String, String)?.self) { group in
            for (agent, paths) in syncs {
                let containers = found.filter { $0.identity.agent == agent }
                group.addTask {
                    do {
                        try await sync(agent, paths, into: containers)
                        return nil
                    } catch let refusal as SourceSync.Refusal {
                        return (agent, refusal.reason)
                    }
                }
            }
            var refused: [String: String] = [:]
            for try await case (let agent, let reason)? in group { refused[agent] = reason }
            return refused
        }
    }

    private func sync(_ agent: String, _ paths: Set<String>, into containers: [AgentContainer]) async throws {
        let start = ContinuousClock.now
        let plans = state.value.planned.agents.filter { $0.agent == agent }
        guard let build = plans.first?.build, containers.count == plans.count else {
            throw SourceSync.Refusal(reason: "not all of its containers are there")
        }
        state.update { $0.synced.insert(agent) }
        let sync = SourceSync(host: session.host, build: build, paths: paths)
        let problems = try await containers.concurrently { container -> String? in
            guard let plan = plans.first(where: { $0.options.identity.replica == container.identity.replica }) else {
                throw SourceSync.Refusal(reason: "not all of its containers are there")
            }
            let options = state.value.options[ContainerID(container.id)] ?? plan.options
            return try await sync.run(in: container.id, thenRestarting: options)
        }
        let files = paths.sorted()
        if let reason = problems.compactMap(\.self).first {
            return try await report.tell(.syncedUnready(agent: agent, files: files, reason: reason))
        }
        try await report.tell(.synced(agent: agent, files: files, after: ContinuousClock.now - start))
    }

    /// Paths as people know them, where they are below the current folder.
    private func shown(_ files: [String]) -> [String] {
        let folder = WatchScope.Tree(root: ProjectName.currentFolder, rules: IgnoreRules())
        return files.map { folder.relative($0) ?? $0 }
    }
}
