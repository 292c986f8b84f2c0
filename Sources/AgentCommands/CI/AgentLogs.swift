import AgentOrchestrator
import AgentRuntime
import AgentValues
import Synchronization

/// Follows the output of agents from their start, so that it is there also when they are gone.
final class AgentLogs: Sendable {
    private let host: AgentHost
    private let folder: ReportFolder?
    private let origins: [String: LogOrigin]
    private let project: String
    private let state = Mutex<[(name: String, output: TestOutput, task: Task<Void, Never>)]>([])

    /// How long the last lines may take once the agents are gone.
    private static let patience = Duration.seconds(5)

    /// - Parameter folder: where each agent's output goes to `logs/AGENT.log`; nil: only its end is kept.
    init(_ origins: [LogOrigin], of project: String, host: AgentHost, folder: ReportFolder?) {
        self.origins = Dictionary(origins.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.project = project
        self.host = host
        self.folder = folder
    }

    /// The file of an agent, in the report's folder.
    static func file(of agent: String) -> String {
        "logs/\(agent.replacing("/", with: "-")).log"
    }

    /// Connects to a container that is about to start.
    func attach(_ agent: String, _ container: ContainerID) async throws {
        // Where the engine refuses, the log has to do.
        guard let connection = try? await host.attachToOutput(of: container) else { return }
        // A start that failed is tried again.
        state.withLock { $0.removeAll { $0.name == agent } }
        try follow(agent) { take in try await connection.output(take) }
    }

    /// A container runs.
    func started(_ agent: String, _ container: ContainerID) throws {
        guard state.withLock({ !$0.contains { $0.name == agent } }) else { return }
        try follow(agent) { [host] take in
            for try await frame in try await host.runtime.streamLogs(container, options: LogOptions(follow: true)) {
                try await take(frame)
            }
        }
    }

    private func follow(
        _ agent: String, _ read: @escaping @Sendable ((LogFrame) async throws -> Void) async throws -> Void
    ) throws {
        guard let origin = origins[agent] else { return }
        let values = SecretFiles.values(project: project, agent: origin.agent, replica: origin.replica)
        let output = TestOutput(hiding: values, file: try folder?.create(Self.file(of: agent)))
        let task = Task {
            // Output that breaks off fails no test.
            try? await read { try await output.take($0.bytes, $0.stream) }
            try? await output.finish()
        }
        state.withLock { $0.append((agent, output, task)) }
    }

    /// Returns when everything is written.
    func finish() async {
        let tasks = state.withLock { $0.map(\.task) }
        // What is late is cut off.
        try? await withTimeLimit(Self.patience) {
            await withTaskCancellationHandler {
                for task in tasks { await task.value }
            } onCancel: {
                for task in tasks { task.cancel() }
            }
        }
    }

    /// The last lines of each agent that printed any.
    func tails(lines count: Int) async -> [(agent: String, lines: [Substring])] {
        var tails: [(String, [Substring])] = []
        for (name, output, _) in state.withLock(\.self) {
            let lines = await output.text.split(separator: "\n")
            if !lines.isEmpty { tails.append((name, lines.suffix(count))) }
        }
        return tails
    }
}
