public import AgentRuntime
import EngineAPI

extension Project {
    /// Compares what the plans want with what is on the engine, and asks what runs as it is wanted whether it is alive; changes
    /// nothing.
    ///
    /// Images that are to be built are taken as they are now: a build may make another one.
    ///
    /// - Throws: also `RunError` where something cannot arrive on this engine.
    public func reconciliation(
        _ plans: [AgentPlan], agents: Set<String>, options: UpOptions = UpOptions()
    ) async throws -> Reconciliation {
        for plan in plans { try await engine.requireArrival(of: plan.options) }
        return try await reconciliation(plans, agents: agents, images: [:], options, observer: ProjectObserver())
    }

    /// - Parameters:
    ///   - images: those that were built just now, by agent.
    ///   - observer: told of bad answers to probes.
    func reconciliation(
        _ plans: [AgentPlan], agents: Set<String>, images: [String: BuiltImage], _ options: UpOptions,
        observer: ProjectObserver
    ) async throws -> Reconciliation {
        let awaited = plans.awaitedToComplete
        async let found = find(
            options, mayHaveCompleted: !awaited.isEmpty, asksEngine: plans.contains { $0.options.readiness == nil })
        let known = try await imageIDs(of: plans.filter { images[$0.agent] == nil })
        var reconciliation = Reconciliation(
            wanted: plans.map { plan in
                Reconciliation.Wanted(
                    plan, imageID: images[plan.agent]?.id ?? known[plan.options.image],
                    mayHaveCompleted: awaited.contains(plan.agent))
            }, found: try await found, agents: agents, removesOrphans: options.removesOrphans)
        if options.recreates { reconciliation.recreateAll() }
        reconciliation.note(failures: try await failures(of: reconciliation.steps, observer))
        return reconciliation
    }

    /// Asks everything that is to be kept whether it is alive, all at the same time.
    ///
    /// - Returns: why those that are not are not.
    private func failures(
        of steps: [Reconciliation.Step], _ observer: ProjectObserver
    ) async throws -> [ContainerID: String] {
        try await withThrowingTaskGroup(of: (ContainerID, String?).self) { group in
            var failures: [ContainerID: String] = [:]
            for step in steps where step.action == .keep {
                guard let found = step.found, found.isActive, let options = step.plan?.options else { continue }
                let (id, name) = (found.container.id, step.displayName)
                // It is seen as running for a moment more.
                if RunFiles.wasStartLeft(of: found.identity) {
                    failures[id] = "its start was not brought to its end"
                    continue
                }
                group.addTask {
                    do {
                        let container = RunningContainer(id, options: options, engine: engine)
                        let failure = try await container.failure { reason, attempts, probe in
                            let step = RunStep.probing(
                                check: probe.check.description, last: reason, attempt: attempts,
                                limit: probe.startPeriod + probe.timeout * probe.retries)
                            observer.step(name, step)
                        }
                        return (id, failure)
                    } catch {
                        throw RunError.naming(name, error)
                    }
                }
            }
            for try await (id, failure) in group { failures[id] = failure }
            return failures
        }
    }

    /// The containers of the project: `GET /containers/json`.
    ///
    /// - Parameters:
    ///   - mayHaveCompleted: whether it matters which have ended well.
    ///   - asksEngine: whether it matters what the engine's own checks say.
    private func find(
        _ options: UpOptions, mayHaveCompleted: Bool, asksEngine: Bool
    ) async throws -> [AgentContainer] {
        do {
            return try await list(options, mayHaveCompleted: mayHaveCompleted, asksEngine: asksEngine)
        } catch {
            throw RunError.naming("project '\(name)'", error)
        }
    }

    private func list(
        _ options: UpOptions, mayHaveCompleted: Bool, asksEngine: Bool
    ) async throws -> [AgentContainer] {
        let filters = EngineFilters.labels(labels)
        async let all = engine.agentContainers(all: true, filters: filters).own
        // A list says these things in words alone, which are for people; its filters say them for programs.
        async let unhealthy =
            asksEngine ? try await engine.containers.list(filters: filters.adding("health", "unhealthy")) : []
        let completed =
            mayHaveCompleted ? try await engine.containers.list(all: true, filters: filters.adding("exited", "0")) : []
        let unhealthyIDs = Set(try await unhealthy.map(\.id))
        let completedIDs = Set(completed.map(\.id))
        return try await all.compactMap { summary in
            guard var found = AgentContainer(summary), options.agents?.contains(found.identity.agent) ?? true else {
                return nil
            }
            found.isUnhealthy = unhealthyIDs.contains(summary.id)
            found.hasCompleted = summary.state == .exited && completedIDs.contains(summary.id)
            return found
        }
    }

    /// The ids of images that are on the engine, by reference: `GET /images/{name}/json`.
    private func imageIDs(of plans: [AgentPlan]) async throws -> [String: String] {
        let agents = Dictionary(plans.map { ($0.options.image, $0.agent) }) { first, _ in first }
        return try await withThrowingTaskGroup(of: (String, String?).self) { group in
            for (reference, agent) in agents {
                group.addTask {
                    do {
                        let id = try await engine.images.inspect(reference).id
                        return (reference, id)
                    } catch let error as EngineError where error.code == .notFound {
                        return (reference, nil)
                    } catch {
                        throw RunError.naming(agent, error)
                    }
                }
            }
            var ids: [String: String] = [:]
            for try await (reference, id) in group { ids[reference] = id }
            return ids
        }
    }
}
