public import AgentRuntime
import Diagnostics
import EngineAPI

/// What came of `up`.
public struct UpResult: Sendable {
    /// What was done, in the order of the plans, then what was removed.
    public var reports: [AgentReport] = []
    /// The failures, in the order in which they happened: those of agents where they are to be borne, and of the removal of what
    /// was replaced.
    public var failures: [any Error] = []
    /// The names of containers of agents that are in no manifest, and were left.
    public var orphans: [String] = []
}

extension Project {
    /// Brings the project to what the plans want, and does the least for it: what runs as it is wanted is left alone.
    ///
    /// Independent agents start in parallel. A container that is replaced is kept until its successor is ready, and goes on (or runs
    /// again) when that does not become so. Two calls for the same project follow each other.
    ///
    /// - Parameters:
    ///   - plans: every replica that is wanted.
    ///   - agents: the agents of the manifests, also those of which no replica is wanted.
    ///   - options: how it is done.
    ///   - observer: told of what happens.
    /// - Throws: what failed, or `CancellationError`. What this call created is removed first, and what it replaced runs again.
    ///   With ``UpOptions/FailurePolicy/keep`` failures of agents are in the result instead.
    public func up(
        _ plans: [AgentPlan], agents: Set<String>, options: UpOptions = UpOptions(), observer: ProjectObserver
    ) async throws -> UpResult {
        let touched = plans.filter { options.agents?.contains($0.agent) ?? true }
        return try await locked(telling: touched.map(\.displayName), observer) {
            for plan in touched { try await engine.requireArrival(of: plan.options) }
            let limit = ConcurrencyLimit(options.parallel ?? UpOptions.bestParallel)
            let (images, broken) = try await build(touched, options, limit, observer)
            let wanted = try await reconciliation(
                touched, agents: agents, images: images, options, observer: observer)
            let replaced = ReplacedContainers(
                engine: engine, runtime: runtime, stopTimeout: options.stopTimeout)
            let launch = ProjectLaunch(
                project: self, options: options, observer: observer, limit: limit, replaced: replaced,
                awaited: touched.awaitedToComplete)
            var result: UpResult
            do { result = try await carryOut(wanted, agents: agents, launch, broken: broken) } catch {
                throw await takeBack(touched, replaced, observer, after: error)
            }
            // Everything new is ready. From here on nothing is taken back any more: what was replaced is removed.
            result.failures += await replaced.removeAll()
            guard let host = engine.address.remoteHost else { return result }
            for index in result.reports.indices { result.reports[index].container?.name(addressesOf: host) }
            return result
        }
    }

    private func carryOut(
        _ wanted: Reconciliation, agents: Set<String>, _ launch: ProjectLaunch, broken: [String: any Error]
    ) async throws -> UpResult {
        let (replaced, observer) = (launch.replaced, launch.observer)
        let (unwanted, steps) = wanted.steps.partitioned { $0.plan == nil }
        // Containers that no manifest wants go first, since they may hold what others need, such as a port.
        try await retire(unwanted.filter { !agents.contains($0.agent) }, replaced, observer)
        try await runtime.prepare(steps.filter { $0.action != .keep }.compactMap(\.plan?.options))
        var result = try await launch.run(steps, broken: broken)
        if launch.options.onFailure == .rollback, let error = RunFailures.joining(result.failures) { throw error }
        try await retire(unwanted.filter { agents.contains($0.agent) }, replaced, observer)
        try Task.checkCancellation()
        for step in unwanted {
            observer.project(step.displayName, .removed)
            result.reports.append(AgentReport(step, .removed, reason: step.reason, container: step.found?.container))
        }
        let order = Dictionary(
            wanted.steps.enumerated().map { ($1.displayName, $0) }, uniquingKeysWith: { first, _ in first })
        result.reports.sort { order[$0.displayName, default: .max] < order[$1.displayName, default: .max] }
        result.orphans = wanted.orphans.map(\.container.name)
        return result
    }

    /// Builds the images of the agents that have something to build, once for all replicas.
    ///
    /// - Returns: the images and the failures, by agent.
    /// - Throws: the first failure, unless failures are to be borne.
    private func build(
        _ plans: [AgentPlan], _ options: UpOptions, _ limit: ConcurrencyLimit, _ observer: ProjectObserver
    ) async throws -> (images: [String: BuiltImage], broken: [String: any Error]) {
        var builds: [String: ImageBuildPlan] = [:]
        for plan in plans { builds[plan.agent] = plan.build }
        return try await withThrowingTaskGroup(of: (String, Result<BuiltImage, any Error>).self) { group in
            for (agent, plan) in builds.sorted(by: { $0.key < $1.key }) {
                group.addTask {
                    let turn = try await limit.turn()
                    defer { turn.end() }
                    do {
                        let image = try await build(plan, observer: observer)
                        return (agent, .success(image))
                    } catch {
                        guard options.onFailure == .keep, !(error is CancellationError) else { throw error }
                        return (agent, .failure(error))
                    }
                }
            }
            var images: [String: BuiltImage] = [:]
            var broken: [String: any Error] = [:]
            for try await (agent, result) in group {
                switch result {
                case .success(let image): images[agent] = image
                case .failure(let error): broken[agent] = error
                }
            }
            return (images, broken)
        }
    }

    /// Stops containers that no manifest wants. They are removed later, when everything else went well.
    private func retire(
        _ steps: [Reconciliation.Step], _ replaced: ReplacedContainers, _ observer: ProjectObserver
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for step in steps {
                observer.project(step.displayName, .removing(reason: step.reason ?? ""))
                group.addTask { try await replaced.retire(step) }
            }
            try await group.waitForAll()
        }
    }

    /// Removes what this run created and restores what it replaced, in tasks that cancellation cannot reach.
    private func takeBack(
        _ plans: [AgentPlan], _ replaced: ReplacedContainers, _ observer: ProjectObserver, after error: any Error
    ) async -> any Error {
        guard let run = plans.first?.options.identity.run else { return error }
        var failures: [any Error] = []
        for plan in plans { observer.project(plan.displayName, .takingBack) }
        do {
            try await remove(run: run, stopTimeout: plans.map(\.options.stopTimeout).max() ?? .seconds(10))
        } catch {
            failures.append(error)
        }
        let (restored, others) = await Task { await replaced.restore() }.value
        for agent in restored { observer.project(agent, .restored) }
        failures += others
        guard let cleanUp = RunFailures.joining(failures) else { return error }
        return RollbackError(cause: error, cleanUp: cleanUp, project: name)
    }
}

extension Sequence {
    /// The elements for which something holds, and the others, both in order.
    func partitioned(_ holds: (Element) -> Bool) -> (holding: [Element], others: [Element]) {
        (filter(holds), filter { !holds($0) })
    }
}
