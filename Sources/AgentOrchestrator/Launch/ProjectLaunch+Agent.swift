import AgentRuntime

extension ProjectLaunch {
    /// Brings one replica up.
    ///
    /// - Parameter started: called when its container runs, before it is probed.
    func start(_ step: Reconciliation.Step, started: @escaping @Sendable () -> Void) async throws -> AgentReport {
        switch step.action {
        case .keep:
            observer.project(step.displayName, .unchanged)
            if let container = step.found?.container { try await observer.started(step.displayName, container) }
            started()
            return AgentReport(step, .unchanged, container: step.found?.container)
        case .create: return try await run(step, started)
        case .recreate(let reason): return try await replace(step, reason, started)
        case .remove: return AgentReport(step, .removed)
        }
    }

    /// Runs a container in another one's place. Where both can run at the same time the old one goes on until the new one is
    /// ready.
    private func replace(
        _ step: Reconciliation.Step, _ reason: String, _ started: @escaping @Sendable () -> Void
    ) async throws -> AgentReport {
        let startsFirst = step.plan?.options.canRunBesideItsPredecessor ?? false
        observer.project(step.displayName, .recreating(reason: reason))
        do {
            try await replaced.makeRoom(for: step, stopping: !startsFirst)
            let report = try await run(step, started)
            if let found = step.found { try await replaced.stop(found) }
            return report
        } catch {
            // Otherwise all are put back together, after everything new is gone.
            if options.onFailure == .keep, !Task.isCancelled {
                let (restored, failures) = await replaced.restore(step)
                for agent in restored { observer.project(agent, .restored) }
                guard failures.isEmpty else { throw RunFailures(errors: [error] + failures) }
            }
            throw error
        }
    }

    private func run(
        _ step: Reconciliation.Step, _ started: @escaping @Sendable () -> Void
    ) async throws -> AgentReport {
        guard let plan = step.plan else { return AgentReport(step, .failed) }
        let name = step.displayName
        var options = plan.options
        // What it would replace has its place back instead.
        options.keepsFailedContainer = self.options.onFailure == .keep && step.action == .create
        options.labels[AgentIdentity.Label.configParts] = ConfigPartsLabel(plan.configParts).text
        // Others may create and start their containers while this one is probed.
        let turn = try await limit.turn()
        defer { turn.end() }
        var run = RunObserver(
            progress: { [observer] in observer.step(name, $0) },
            created: { [observer] in try await observer.created(name, $0) },
            started: { [observer] container in
                turn.end()
                try await observer.started(name, container)
                started()
            })
        if let beforeExec = observer.beforeExec { run.beforeExec = { try await beforeExec(name, $0, $1) } }
        let result = try await project.runtime.run(options, configHash: plan.configHash, observer: run)
        return AgentReport(
            step, step.action == .create ? .started : .recreated, reason: step.reason, container: result.container,
            changes: result.changes, options: result.options)
    }
}

extension Reconciliation.Step {
    /// Why the container that is there cannot stay.
    var reason: String? {
        switch action {
        case .keep, .create: nil
        case .recreate(let reason), .remove(let reason): reason
        }
    }
}

extension RunOptions {
    /// Whether a new container of the agent can run while the one that it replaces still does: it says when it is ready, and both
    /// want no fixed port of the host.
    fileprivate var canRunBesideItsPredecessor: Bool {
        guard let readiness, readiness != .started, network.mode != .host else { return false }
        return ports.allSatisfy { $0.host == 0 }
    }
}
