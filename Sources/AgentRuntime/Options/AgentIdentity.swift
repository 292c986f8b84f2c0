import AgentManifest
public import Diagnostics

/// Whose container it is: the project, the agent in it, the replica, and the run that made it.
///
/// Ownership is decided by these labels alone; a name proves nothing. Anybody can set labels, and paths on this host
/// are made from these texts. So each must be a name by the grammar of manifests (`AgentName`); an identity cannot be
/// made from anything else.
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
        /// A short digest for each option that was asked for, so that a later run can name what has changed.
        public static let configParts = "dev.agent.config-parts"
        /// The folder on the host of whoever started it that gave the project its name; empty where somebody named it.
        public static let folder = "dev.agent.folder"
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
        public static let guardVolume = "dev.agent.guard"
        /// What asks whether the agent is alive, as JSON; empty where nothing does.
        public static let liveness = "dev.agent.liveness"

        /// What all of them begin with.
        public static let prefix = "dev.agent."

        /// The labels of containers. Each container of ours has all of them, if need be empty, because it would inherit
        /// the missing ones from its image.
        static let ofContainers = [
            project, name, replica, run, configHash, configParts, folder, version, capabilities, lease, expires, idle,
            liveness,
        ]
    }

    /// The project's name.
    public let project: String
    /// The agent's name.
    public let agent: String
    /// The replica's number, from 1.
    public var replica: Int
    /// A text that no other run has.
    public private(set) var run: String
    /// The agent's version, where its manifest has one.
    public var version: String?
    /// The folder that gave the project its name: an absolute path on the host of whoever started it, as a text that anybody can
    /// have written. Nil where somebody named the project.
    public var folder: String?

    private enum CodingKeys: CodingKey {
        case project, agent, replica, run, version, folder
    }

    /// Creates an identity; `run` is new unless given.
    ///
    /// - Throws: ``AgentIdentityError`` when a text is no name.
    public init(
        project: String, agent: String, replica: Int = 1, run: String = AgentIdentity.newRun(), version: String? = nil,
        folder: String? = nil
    ) throws(AgentIdentityError) {
        for (kind, name) in [("project", project), ("agent", agent), ("run", run)] where !AgentName.isValid(name) {
            throw AgentIdentityError(kind: kind, name: name)
        }
        self.project = project
        self.agent = agent
        self.replica = replica
        self.run = run
        self.version = version
        self.folder = folder
    }

    /// Decodes what was encoded.
    ///
    /// - Throws: `DecodingError`, also when a text is no name.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        do {
            try self.init(
                project: container.decode(String.self, forKey: .project),
                agent: container.decode(String.self, forKey: .agent),
                replica: container.decode(Int.self, forKey: .replica),
                run: container.decode(String.self, forKey: .run),
                version: container.decodeIfPresent(String.self, forKey: .version),
                folder: container.decodeIfPresent(String.self, forKey: .folder))
        } catch let error as AgentIdentityError {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(codingPath: decoder.codingPath, debugDescription: error.summary))
        }
    }

    /// 16 random hexadecimal digits.
    public static func newRun() -> String {
        let digits = String(UInt64.random(in: .min ... .max), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// The identity without its run and where that was made, for a digest that is equal for all runs.
    var withoutRun: AgentIdentity {
        var identity = self
        identity.run = ""
        identity.folder = nil
        return identity
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
        labels[Label.folder] = folder
        return labels
    }

    /// Reads an identity from an object's labels; nil when they are not as we write them, so that the object is not ours.
    public init?(labels: [String: String]) {
        guard let project = labels[Label.project], let agent = labels[Label.name], let run = labels[Label.run],
            let number = labels[Label.replica], let replica = Int(number), replica > 0, String(replica) == number
        else { return nil }
        func text(_ key: String) -> String? { labels[key].flatMap { $0.isEmpty ? nil : $0 } }
        do {
            try self.init(
                project: project, agent: agent, replica: replica, run: run, version: text(Label.version),
                folder: text(Label.folder))
        } catch { return nil }
    }
}

/// A text cannot be the name of an agent, a project or a run.
public struct AgentIdentityError: ReportableError {
    /// What it should name: `project`, `agent` or `run`.
    public var kind: String
    /// The text.
    public var name: String

    /// `identity.name`.
    public var reportCode: String { "identity.name" }
    /// What is wrong.
    public var summary: String { "'\(name)' cannot be the name of \(article) \(kind): \(AgentName.grammar)" }
    /// The nearest name.
    public var hint: String? { AgentName.nearest(to: name).map { "use '\($0)'" } }
    /// 64.
    public var exitCode: ExitCode { .usage }

    private var article: String { kind == "agent" ? "an" : "a" }
}
