public import AgentRuntime
import EngineAPI

/// What has to be done for a project to be as its manifests want it: the least that does it. A pure value.
public struct Reconciliation: Sendable {
    /// What is done about one replica of an agent.
    public enum Action: Sendable, Hashable {
        /// It runs as it is wanted.
        case keep
        /// It is not there.
        case create
        /// It is there, and not as it is wanted.
        case recreate(reason: String)
        /// It is there, and nobody wants it.
        case remove(reason: String)
    }

    /// One replica that is wanted.
    public struct Wanted: Sendable {
        /// How it is wanted.
        public var plan: AgentPlan
        /// The id of the image that it is to run; nil when that is not on the engine yet.
        public var imageID: String?
        /// Whether it may have ended with exit code 0, because others only wait for that.
        public var mayHaveCompleted: Bool
        /// The digest of what is wanted, made here, where the engine has not answered yet.
        let configHash: String

        /// Creates a wish.
        public init(_ plan: AgentPlan, imageID: String?, mayHaveCompleted: Bool = false) {
            self.plan = plan
            configHash = plan.configHash
            self.imageID = imageID
            self.mayHaveCompleted = mayHaveCompleted
        }
    }

    /// What is done about one replica.
    public struct Step: Sendable {
        /// The agent's name.
        public var agent: String
        /// The replica's number.
        public var replica: Int
        /// How messages call it.
        public var displayName: String
        /// What is done.
        public var action: Action
        /// How it is wanted; nil when it is not.
        public var plan: AgentPlan?
        /// The container that is there.
        public var found: AgentContainer?
    }

    /// What is done, in the order of the plans, then what is removed.
    public private(set) var steps: [Step] = []
    /// Containers of agents that no manifest has, which stay.
    public private(set) var orphans: [AgentContainer] = []

    /// Whether anything is to be done at all.
    public var hasChanges: Bool { steps.contains { $0.action != .keep } }

    /// Compares what is wanted with what is there.
    ///
    /// - Parameters:
    ///   - wanted: every replica of every agent of the manifests.
    ///   - found: all containers of the project.
    ///   - agents: the agents of the manifests, also those of which no replica is wanted.
    ///   - removesOrphans: whether containers of agents that are in no manifest go.
    public init(wanted: [Wanted], found: [AgentContainer], agents: Set<String>, removesOrphans: Bool) {
        var rest = found.sorted { $0.container.name < $1.container.name }
        for wish in wanted {
            let plan = wish.plan
            let identity = plan.options.identity
            let own = rest.filter { $0.identity.agent == identity.agent && $0.identity.replica == identity.replica }
            // One of another name was set aside by a run that did not come to its end.
            let present = own.first { $0.container.name == plan.options.name } ?? own.first
            if let present { rest.removeAll { $0.container.id == present.container.id } }
            steps.append(
                Step(
                    agent: plan.agent, replica: identity.replica, displayName: plan.displayName,
                    action: present.map { Self.action($0, wish, isAlone: own.count == 1) } ?? .create, plan: plan,
                    found: present))
        }
        let counts = Dictionary(grouping: wanted, by: \.plan.agent).mapValues(\.count)
        let present = Dictionary(grouping: found, by: \.identity.agent).mapValues(\.count)
        for leftover in rest {
            guard let reason = Self.reason(toRemove: leftover, counts: counts, agents: agents, removesOrphans) else {
                orphans.append(leftover)
                continue
            }
            let (agent, replica) = (leftover.identity.agent, leftover.identity.replica)
            steps.append(
                Step(
                    agent: agent, replica: replica,
                    displayName: replica > 1 || present[agent, default: 0] > 1 ? "\(agent)/\(replica)" : agent,
                    action: .remove(reason: reason), found: leftover))
        }
    }

    /// Keeps nothing as it is.
    mutating func recreateAll() {
        for index in steps.indices where steps[index].action == .keep {
            steps[index].action = .recreate(reason: "it is to be made anew")
        }
    }

    /// Takes it that containers which run as they are wanted do not do well, and why: they are recreated.
    mutating func note(failures: [ContainerID: String]) {
        for index in steps.indices where steps[index].action == .keep {
            guard let found = steps[index].found, let failure = failures[found.container.id] else { continue }
            steps[index].action = .recreate(reason: "it is unhealthy: \(failure)")
        }
    }

    private static func reason(
        toRemove found: AgentContainer, counts: [String: Int], agents: Set<String>, _ removesOrphans: Bool
    ) -> String? {
        guard agents.contains(found.identity.agent) else {
            return removesOrphans ? "no manifest has this agent" : nil
        }
        let count = counts[found.identity.agent, default: 0]
        return found.identity.replica > count
            ? "\(count) \(count == 1 ? "replica is" : "replicas are") wanted" : "another container took its place"
    }

    /// - Parameter isAlone: whether the replica has no other container.
    private static func action(_ found: AgentContainer, _ wish: Wanted, isAlone: Bool) -> Action {
        let plan = wish.plan
        // Nobody knows whether one that still has its predecessor beside it became ready.
        if found.container.name != plan.options.name || !isAlone {
            return .recreate(reason: "a change of it was interrupted")
        }
        if found.configHash != wish.configHash {
            let changes = ConfigPartsLabel(plan.configParts).changes(from: ConfigPartsLabel(found.configParts))
            return .recreate(
                reason: found.configParts.isEmpty || changes.isEmpty
                    ? "its configuration changed" : "changed: \(changes.joined(separator: ", "))")
        }
        guard let image = wish.imageID else {
            return .recreate(reason: "its image is not on the engine any more")
        }
        if digest(image) != digest(found.imageID) {
            return .recreate(reason: "'\(plan.options.image)' is another image now")
        }
        if wish.mayHaveCompleted, found.hasCompleted { return .keep }
        if found.status != .running { return .recreate(reason: "it is \(found.status)") }
        return found.isUnhealthy ? .recreate(reason: "it is unhealthy: the image's HEALTHCHECK fails") : .keep
    }

    /// Docker writes `sha256:` before an image's id, Podman does not everywhere.
    private static func digest(_ id: String) -> Substring { id.hasPrefix("sha256:") ? id.dropFirst(7) : id[...] }
}
