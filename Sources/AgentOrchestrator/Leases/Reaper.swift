import AgentRuntime
public import AgentValues
import EngineAPI

/// Removes the containers of ours whose time is over, of all projects, and what they leave behind.
///
/// It keeps no state: the labels and the engine's log say everything. So any number of reapers may work at the same time, and a
/// container that somebody else has removed is no error.
public struct Reaper: Sendable {
    private let host: AgentHost
    private let project: String?
    let now: @Sendable () -> EngineTime

    /// - Parameters:
    ///   - host: where they run.
    ///   - project: only what is of this project; everything of ours unless given.
    ///   - now: tells the time; this host's clock unless given.
    public init(
        _ host: AgentHost, project: String? = nil,
        now: @escaping @Sendable () -> EngineTime = { .now }
    ) {
        self.host = host
        self.project = project
        self.now = now
    }

    var engine: EngineClient { host.engine }
    private var runtime: any ContainerRuntime { host.runtime }

    /// Finds what is past its time.
    ///
    /// - Returns: what ``reap(_:)`` would remove, without the networks.
    /// - Throws: `EngineError` when the engine cannot list containers. That one of them cannot be asked stands in the report.
    public func find() async throws -> ReapReport {
        let time = now()
        var report = ReapReport()
        let leased = try await LeasedContainer.list(on: engine, project: project)
        let ends = await withTaskGroup(of: (Int, Result<LeaseEnd, any Error>).self) { group in
            for (index, container) in leased.enumerated() {
                group.addTask {
                    do {
                        let end = try await container.end(on: engine, at: time)
                        return (index, .success(end))
                    } catch {
                        return (index, .failure(error))
                    }
                }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        for (index, container) in leased.enumerated() {
            switch ends[index] {
            case .success(let end) where end.time <= time: report.containers.append(.init(container, end))
            case .success(let end): report.next = min(report.next ?? end.time, end.time)
            case .failure(let error as EngineError) where error.code == .notFound: break
            case .failure(let error): report.failures.append(error)
            case nil: break
            }
        }
        return report
    }

    /// Removes what is past its time: stops it as `down` does, removes container, files and secrets, and then the project's network
    /// when nobody is on it.
    ///
    /// - Returns: what was removed; what could not be stands in it as failures.
    /// - Throws: `EngineError` when the engine cannot list containers, `CancellationError`.
    public func reap() async throws -> ReapReport {
        let found = try await find()
        return try await reap(found)
    }

    /// Removes what was found. A project that another command is changing is left for later.
    public func reap(_ found: ReapReport) async throws -> ReapReport {
        var report = found
        report.containers = []
        await withTaskGroup(of: (String, Result<ReapReport?, any Error>).self) { group in
            for (project, containers) in Dictionary(grouping: found.containers, by: \.project) {
                group.addTask {
                    let lock = ProjectLock(project: project, engine: engine.address)
                    do {
                        let part = try await lock.holdIfFree { await remove(containers, of: project) }
                        return (project, .success(part))
                    } catch {
                        return (project, .failure(error))
                    }
                }
            }
            for await (project, result) in group {
                switch result {
                case .success(let part?): report.add(part)
                case .success(nil): report.busy.append(project)
                case .failure(let error): report.failures.append(error)
                }
            }
        }
        report.sort()
        try Task.checkCancellation()
        return report
    }

    /// Removes containers of one project, all at once, and then its network where nobody wants it.
    private func remove(_ containers: [ReapReport.Container], of project: String) async -> ReapReport {
        var report = ReapReport()
        await withTaskGroup(of: Result<ReapReport.Container?, any Error>.self) { group in
            for container in containers {
                group.addTask {
                    do { return .success(try await remove(ContainerID(container.id)) ? container : nil) } catch {
                        return .failure(error)
                    }
                }
            }
            for await result in group {
                switch result {
                case .success(let removed): if let removed { report.containers.append(removed) }
                case .failure(let error): report.failures.append(error)
                }
            }
        }
        do { report.networks = try await removeNetworks(of: project) } catch { report.failures.append(error) }
        return report
    }

    /// - Returns: whether it was there to be removed.
    private func remove(_ container: ContainerID) async throws -> Bool {
        do {
            do { try await runtime.stop(container, timeout: nil) } catch let error as EngineError {
                // Gone: somebody was faster. Anything else: by force, as below.
                if error.code == .notFound { return false }
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                // A hook that fails does not lengthen anybody's life.
            }
            try await runtime.remove(container)
            return true
        } catch let error as EngineError {
            // Somebody else may be removing it right now, which engines answer in several ways.
            guard try await isGone(container) else { throw error }
            return false
        }
    }

    private func isGone(_ container: ContainerID) async throws -> Bool {
        do { return try await engine.containers.inspect(container.rawValue).state.status == .removing } catch let error
            as EngineError where error.code == .notFound
        {
            return true
        }
    }

    /// Another agent of the project, even a stopped one, wants its network again.
    private func removeNetworks(of project: String) async throws -> [String] {
        let filters = EngineFilters.labels([AgentIdentity.Label.project: project])
        guard try await engine.containers.list(all: true, filters: filters).isEmpty else { return [] }
        return try await host.project(project).removeUnusedNetworks()
    }
}
