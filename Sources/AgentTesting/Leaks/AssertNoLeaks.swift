internal import AgentRuntime
public import EngineAPI
internal import FoundationEssentials

/// What is left of a project: its containers, networks and volumes on the engine, by their labels, and the files that were made
/// for its containers on this host, by their names.
///
/// - Throws: `EngineError` where the engine cannot be asked.
public func leaks(ofProject project: String, on engine: EngineClient) async throws -> [Leak] {
    let filters = EngineFilters.labels([AgentIdentity.Label.project: project])
    let containers = try await engine.containers.list(all: true, filters: filters)
    let networks = try await engine.networks.list(filters: filters)
    let volumes = try await engine.volumes.list(filters: filters)
    return containers.map { Leak(.container, $0.names.first ?? $0.id) } + networks.map { Leak(.network, $0.name) }
        + volumes.map { Leak(.volume, $0.name) } + files(ofProject: project).map { Leak(.file, $0) }
}

/// Throws unless nothing is left of a project.
///
/// - Throws: ``LeakError`` with every leftover, or `EngineError` where the engine cannot be asked.
public func assertNoLeaks(project: String, on engine: EngineClient) async throws {
    let leaks = try await leaks(ofProject: project, on: engine)
    guard leaks.isEmpty else { throw LeakError(project: project, leaks: leaks) }
}

/// The entries below the folders for files of containers, secrets too, that are named after the project or its containers.
private func files(ofProject project: String) -> [String] {
    OwnFolders.all(ProcessInfo.processInfo.environment).flatMap { root in
        let paths = (try? FileManager.default.subpathsOfDirectory(atPath: root)) ?? []
        return paths.filter { path in
            let name = path.split(separator: "/").last ?? ""
            return name == project || name.hasPrefix(project + "-") || name.hasPrefix(project + ".")
        }.map { "\(root)/\($0)" }
    }.sorted()
}
