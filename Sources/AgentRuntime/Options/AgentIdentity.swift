/// Whose container it is: the project, the agent in it, the replica, and the run that made it.
///
/// Ownership is decided by these labels alone; a name proves nothing.
public struct AgentIdentity: Sendable, Hashable, Codable {
    /// The keys of the labels on every object that we create.
    public enum Label {
        /// The project's name.
        public static let project = "dev.agent.project"
        /// The agent's name.
        public static let name = "dev.agent.name"
        /// The replica's number, from 1.
        public static let replica = "dev.agent.replica"
        /// A text that no other run has.
        public static let run = "dev.agent.run"
        /// A digest of what was asked for; equal digests mean equal containers.
        public static let configHash = "dev.agent.config-hash"
        /// For each option that was asked for a short digest, so that a later run can name what has changed.
        public static let configParts = "dev.agent.config-parts"
        /// The agent's version from its manifest.
        public static let version = "dev.agent.version"
        /// On images alone: the project and the agent that the image was built for, as `PROJECT/AGENT`.
        public static let image = "dev.agent.image"
        /// The agent's capabilities from its manifest, separated by commas.
        public static let capabilities = "dev.agent.capabilities"
        /// What bounds the container's life, such as `ttl=1800s,idle=300s`; only where something does.
        public static let lease = "dev.agent.lease"
        /// When the container's life is over, as RFC 3339 in UTC.
        public static let expires = "dev.agent.expires"
        /// How many seconds the container may print nothing.
        public static let idle = "dev.agent.idle"
        /// On volumes alone: that it holds the launcher for a container, and goes with it.
        static let guardVolume = "dev.agent.guard"
        /// What asks whether the agent is alive, as JSON; empty where nothing does.
        public static let liveness = "dev.agent.liveness"
    }

    /// The project's name.
    public var project: String
    /// The agent's name.
    public var agent: String
    /// The replica's number, from 1.
    public var replica: Int
    /// A text that no other run has.
    public var run: String
    /// The agent's version, where its manifest has one.
    public var version: String?

    /// Creates an identity; `run` is new unless given.
    public init(
        project: String, agent: String, replica: Int = 1, run: String = AgentIdentity.newRun(), version: String? = nil
    ) {
        self.project = project
        self.agent = agent
        self.replica = replica
        self.run = run
        self.version = version
    }

    /// 16 random hexadecimal digits.
    public static func newRun() -> String {
        let digits = String(UInt64.random(in: .min ... .max), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// `<project>-<agent>-<replica>`.
    public var containerName: String { "\(project)-\(agent)-\(replica)" }

    /// The name of the folders that hold this container's files on the host. The run is part of it, because a container and the one
    /// that replaces it can be there at the same time.
    var folderName: String { "\(agent)-\(replica).\(run)" }

    /// The labels that say this.
    public var labels: [String: String] {
        var labels = [
            Label.project: project, Label.name: agent, Label.replica: String(replica), Label.run: run,
        ]
        labels[Label.version] = version
        return labels
    }

    /// Reads an identity from an object's labels; nil when they are not ours.
    public init?(labels: [String: String]) {
        guard let project = labels[Label.project], let agent = labels[Label.name], let run = labels[Label.run] else {
            return nil
        }
        self.init(
            project: project, agent: agent, replica: labels[Label.replica].flatMap(Int.init) ?? 1, run: run,
            version: labels[Label.version])
    }
}
