import AgentRuntime

/// A project that has containers.
public struct ProjectSummary: Sendable, Hashable, Encodable {
    /// Its name.
    public var name: String
    /// The names of its agents, in order.
    public var agents: [String]
    /// How many of its containers run.
    public var running: Int
    /// Where its agents were started, as their labels say; usually one folder.
    public var folders: [String]
}

extension AgentHost {
    /// The projects that have containers, by name.
    public func projects() async throws -> [ProjectSummary] {
        let all = try await agents(of: nil).containers()
        return Dictionary(grouping: all, by: \.identity.project).map { name, containers in
            ProjectSummary(
                name: name, agents: Set(containers.map(\.identity.agent)).sorted(),
                running: containers.count(where: \.isRunning),
                folders: Set(containers.compactMap(\.identity.folder)).sorted())
        }.sorted { $0.name < $1.name }
    }
}
