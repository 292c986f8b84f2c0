public import AgentRuntime
import EngineAPI

extension Project {
    /// Compares what the plans want with what is on the engine; changes nothing.
    ///
    /// Images that are to be built are taken as they are now: a build may make another one.
    public func reconciliation(
        _ plans: [AgentPlan], agents: Set<String>, options: UpOptions = UpOptions()
    ) async throws -> Reconciliation {
        try await reconciliation(plans, agents: agents, images: [:], options)
    }

    /// - Parameter images: those that were built just now, by agent.
    func reconciliation(
        _ plans: [AgentPlan], agents: Set<String>, images: [String: BuiltImage], _ options: UpOptions
    ) async throws -> Reconciliation {
        let awaited = plans.awaitedToComplete
        async let found = find(options, mayHaveCompleted: !awaited.isEmpty)
        let known = try await imageIDs(of: plans.filter { images[$0.agent] == nil })
        return Reconciliation(
            wanted: plans.map { plan in
                Reconciliation.Wanted(
                    plan, imageID: images[plan.agent]?.id ?? known[plan.options.image],
                    mayHaveCompleted: awaited.contains(plan.agent))
            }, found: try await found, agents: agents, removesOrphans: options.removesOrphans)
    }

    /// The containers of the project: `GET /containers/json`.
    private func find(_ options: UpOptions, mayHaveCompleted: Bool) async throws -> [FoundContainer] {
        do { return try await list(options, mayHaveCompleted: mayHaveCompleted) } catch {
            throw RuntimeError.naming("project '\(name)'", error)
        }
    }

    private func list(_ options: UpOptions, mayHaveCompleted: Bool) async throws -> [FoundContainer] {
        let filters = EngineFilters.labels(labels)
        async let all = engine.containers.list(all: true, filters: filters)
        // A list says these things in words alone, which are for people; its filters say them for programs.
        async let unhealthy = engine.containers.list(filters: filters.adding("health", "unhealthy"))
        let completed =
            mayHaveCompleted ? try await engine.containers.list(all: true, filters: filters.adding("exited", "0")) : []
        let unhealthyIDs = Set(try await unhealthy.map(\.id))
        let completedIDs = Set(completed.map(\.id))
        return try await all.compactMap { summary in
            guard var found = FoundContainer(summary), options.agents?.contains(found.identity.agent) ?? true else {
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
                    do { return (reference, try await engine.images.inspect(reference).id) } catch let error
                        as EngineError
                        where error.code == .notFound
                    {
                        return (reference, nil)
                    } catch {
                        throw RuntimeError.naming(agent, error)
                    }
                }
            }
            var ids: [String: String] = [:]
            for try await (reference, id) in group { ids[reference] = id }
            return ids
        }
    }
}
