public import AgentRuntime
public import EngineAPI

/// A container of the project as it is on the engine.
public struct FoundContainer: Sendable, Hashable {
    /// The container and its ports.
    public var container: ContainerInfo
    /// Whose it is.
    public var identity: AgentIdentity
    /// Where it is in its life.
    public var state: ContainerState.Status
    /// Whether the engine's own check says that it is unhealthy.
    public var isUnhealthy = false
    /// Whether its command ended with exit code 0.
    public var hasCompleted = false
    /// The id of the image that it runs.
    public var imageID: String
    /// The digest of what it was created from.
    public var configHash: String?
    /// The digests of the parts of that, by the option's name.
    public var configParts: [String: String]

    /// Reads a line of a list; nil when the container is not ours.
    public init?(_ summary: ContainerSummary) {
        guard let identity = AgentIdentity(labels: summary.labels) else { return nil }
        self.identity = identity
        container = ContainerInfo(summary)
        state = summary.state
        imageID = summary.imageID
        configHash = summary.labels[AgentIdentity.Label.configHash]
        configParts = ConfigPartsLabel(summary.labels[AgentIdentity.Label.configParts] ?? "").parts
    }

    /// Whether its command runs, frozen or not.
    public var isRunning: Bool { state == .running || state == .restarting || state == .paused }
}

/// The text of the label that keeps the digests of what a container was created from: `NAME=DIGITS`, sorted, separated by blanks.
struct ConfigPartsLabel: Sendable, Hashable {
    var parts: [String: String]

    init(_ parts: [String: String]) { self.parts = parts }

    init(_ text: String) {
        parts = Dictionary(
            text.split(separator: " ").compactMap { part in
                let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
                return pair.count == 2 ? (pair[0], pair[1]) : nil
            }, uniquingKeysWith: { first, _ in first })
    }

    var text: String { parts.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ") }

    /// The names of the parts that differ from `others`, as people call them.
    func changes(from others: ConfigPartsLabel) -> [String] {
        Set(parts.keys).union(others.parts.keys).filter { parts[$0] != others.parts[$0] }
            .map { $0 == "identity" ? "version" : $0 }.sorted()
    }
}
