import AgentOrchestrator
import AgentRuntime
import AgentValues

/// What `watch` tells: a line of text, or a JSON object.
enum WatchNews: Sendable {
    /// It watches the sources of these agents.
    case watching(agents: [String])
    /// Files were put into the agent's containers, and its command started again.
    case synced(agent: String, files: [String], after: Duration)
    /// The same, and it is not ready.
    case syncedUnready(agent: String, files: [String], reason: String)
    /// The agent's image is built anew; `reason` says why the files are not just put into its containers.
    case rebuilding(agent: String, files: [String], reason: String?)
    /// The manifests, or files with variables, have changed; `applies` says whether that makes a difference.
    case manifests(files: [String], applies: Bool)
    /// A replica of an agent is what it is wanted to be.
    case ready(AgentReport, after: Duration)
    /// Something could not be done; the error itself is shown too.
    case failed(reason: String)
    /// An agent's command has ended by itself.
    case ended(agent: String, exitCode: Int?)

    /// One line; nil where progress has told it.
    var text: String? {
        switch self {
        case .watching(let agents): "watching the sources of \(agents.joined(separator: ", ")); Ctrl-C ends it"
        case .synced(let agent, let files, let time):
            "\(agent): \(Self.list(files)) changed: synced and restarted in \(time.brief)"
        case .syncedUnready(let agent, let files, let reason):
            "\(agent): \(Self.list(files)) changed: synced and restarted, and it is not ready: \(reason)"
        case .rebuilding(let agent, let files, let reason):
            "\(agent): \(files.isEmpty ? "" : "\(Self.list(files)) changed: ")rebuilding"
                + (reason.map { " (cannot sync: \($0))" } ?? "")
        case .manifests(let files, let applies):
            "\(Self.list(files)) changed: \(applies ? "applying it" : "nothing else is wanted")"
        case .ready: nil
        case .failed: "waiting for the next change"
        case .ended(let agent, let code):
            "\(agent): ended\(code.map { " with exit code \($0)" } ?? ""); the next change starts it again"
        }
    }

    /// The first files of a list, and how many more there are. Folders are left out for what is in them.
    private static func list(_ paths: [String]) -> String {
        let files = paths.filter { path in !paths.contains { $0.hasPrefix(path + "/") } }
        let shown = files.prefix(3).joined(separator: ", ")
        return files.count > 3 ? "\(shown) and \(files.count - 3) more" : shown
    }
}

extension WatchNews: Encodable {
    private struct Record: Encodable {
        var event: String
        var agent: String?
        var agents: [String]?
        var replica: Int?
        var files: [String]?
        var seconds: Double?
        var outcome: String?
        var reason: String?
        var exitCode: Int?
    }

    /// Writes one flat object.
    func encode(to encoder: any Encoder) throws {
        let record =
            switch self {
            case .watching(let agents): Record(event: "watching", agents: agents)
            case .synced(let agent, let files, let time):
                Record(event: "synced", agent: agent, files: files, seconds: time.roundedSeconds, outcome: "ready")
            case .syncedUnready(let agent, let files, let reason):
                Record(event: "synced", agent: agent, files: files, outcome: "failed", reason: reason)
            case .rebuilding(let agent, let files, let reason):
                Record(event: "rebuilding", agent: agent, files: files, reason: reason)
            case .manifests(let files, let applies):
                Record(event: "manifests", files: files, outcome: applies ? "applying" : "unchanged")
            case .ready(let report, let time):
                Record(
                    event: "up", agent: report.agent, replica: report.replica, seconds: time.roundedSeconds,
                    outcome: report.outcome.rawValue, reason: report.reason)
            case .failed(let reason): Record(event: "failed", reason: reason)
            case .ended(let agent, let code): Record(event: "ended", agent: agent, exitCode: code)
            }
        try record.encode(to: encoder)
    }
}

extension Duration {
    /// In seconds, to the millisecond.
    fileprivate var roundedSeconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds * 1000 + attoseconds / 1_000_000_000_000_000) / 1000
    }
}
