import AgentManifest
import AgentRuntime

/// The order in which the agents of a project start.
enum StartOrder {
    /// Each agent after those that it depends on, otherwise in the order given. There are no cycles: loading the
    /// manifests refuses them.
    static func sorted(_ plans: [AgentPlan]) -> [AgentPlan] {
        let byName = Dictionary(plans.map { ($0.options.identity.agent, $0) }) { first, _ in first }
        var visited: Set<String> = []
        var result: [AgentPlan] = []
        func visit(_ plan: AgentPlan) {
            guard visited.insert(plan.options.identity.agent).inserted else { return }
            for dependency in plan.dependencies { byName[dependency.name].map(visit) }
            result.append(plan)
        }
        plans.forEach(visit)
        return result
    }
}

extension Sequence<AgentPlan> {
    /// The agents that others wait for to end, with exit code 0.
    var awaitedToComplete: Set<String> {
        Set(flatMap(\.dependencies).filter { $0.condition == .completed }.map(\.name))
    }
}
