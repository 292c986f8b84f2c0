import AgentRuntime
import AgentTesting
import EngineAPI

/// The agent's container before the command that is to replace it.
struct FaultPredecessor: Sendable {
    private let project: String
    private let container: ContainerSummary
    private let objects: [Leak]

    /// Notes what runs, which has to be one container.
    init(project: String, _ client: EngineClient) async throws {
        let found = try await Self.containers(of: project, on: client)
        guard let container = found.first, found.count == 1 else {
            throw FaultProblem("before the command there are \(found.map(\.names))")
        }
        self.project = project
        self.container = container
        objects = try await leaks(ofProject: project, on: client)
    }

    /// What is not as before: the same container runs, under its name, and nothing was added or taken.
    func problemsAsIs(_ client: EngineClient) async throws -> [String] {
        let found = try await Self.containers(of: project, on: client)
        var problems: [String] = []
        if found.map(\.id) != [container.id] || found.first?.state != .running || found.first?.names != container.names
        {
            problems.append(
                "the old container should run as before, and there are \(found.map { "\($0.names) \($0.state)" })"
                    + (found.contains { $0.id == container.id } ? "" : ", none of which is it"))
        }
        let now = try await leaks(ofProject: project, on: client)
        problems += Set(now).subtracting(objects).map { "the command itself left \($0)" }
        problems += Set(objects).subtracting(now).map { "the command took \($0)" }
        return problems
    }

    /// What is wrong with the container that took its place: it is another one, of the same name, and nothing more is there.
    func problemsReplaced(_ client: EngineClient) async throws -> [String] {
        let found = try await Self.containers(of: project, on: client)
        var problems: [String] = []
        if found.contains(where: { $0.id == container.id }) { problems.append("the old container is still there") }
        if found.map(\.names) != [container.names] { problems.append("the names are \(found.map(\.names))") }
        let now = try await leaks(ofProject: project, on: client)
        if Self.count(now) != Self.count(objects) { problems.append("there were \(objects), and are \(now)") }
        return problems
    }

    /// How many objects of the engine there are. Each container has files of its own, and those of one that went while the engine was
    /// away go with `down`, after which they are looked for.
    private static func count(_ leaks: [Leak]) -> Int { leaks.count { !"\($0)".hasPrefix("file ") } }

    private static func containers(of project: String, on client: EngineClient) async throws -> [ContainerSummary] {
        let filters = EngineFilters.labels([AgentIdentity.Label.project: project])
        return try await client.containers.list(all: true, filters: filters)
    }
}
