import AgentRuntime
import EngineAPI
import Synchronization

/// The containers that make room for others: kept, under other names, until it is known how those do.
final class SetAside: Sendable {
    private struct Entry: Sendable {
        var step: Reconciliation.Step
        var container: ContainerInfo
        /// Whether its name was given to another one.
        var isRenamed = false
        /// Whether it ran and was stopped.
        var isStopped = false
    }

    private let engine: EngineClient
    private let runtime: any ContainerRuntime
    private let entries = Mutex<[Entry]>([])

    init(engine: EngineClient, runtime: any ContainerRuntime) {
        self.engine = engine
        self.runtime = runtime
    }

    /// Makes room for a container's successor: stops it where both cannot run at the same time, and takes its name.
    func makeRoom(for step: Reconciliation.Step, stopping: Bool) async throws {
        guard let found = step.found else { return }
        add(step, found.container)
        if stopping { try await stop(found) }
        let name = found.container.name
        guard name == step.plan?.options.name else { return }
        note(found.container.id) { $0.isRenamed = true }
        try await engine.containers.rename(
            found.container.id.rawValue, to: "\(name)-before-\(AgentIdentity.newRun().prefix(8))")
    }

    /// Stops a container that is to be removed when all goes well.
    func retire(_ step: Reconciliation.Step) async throws {
        guard let found = step.found else { return }
        add(step, found.container)
        try await stop(found)
    }

    /// Stops a container whose successor is ready.
    func stop(_ found: FoundContainer) async throws {
        guard found.isRunning else { return }
        // Before the call, which may be carried out and fail all the same.
        note(found.container.id) { $0.isStopped = true }
        try await runtime.stop(found.container.id, timeout: nil)
    }

    /// Removes them all: their successors do well.
    ///
    /// - Throws: the first failure; the others are removed all the same.
    func removeAll() async throws {
        let all = takeAll()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for entry in all { group.addTask { try await self.runtime.remove(entry.container.id) } }
            var first: (any Error)?
            while let result = await group.nextResult() {
                if case .failure(let error) = result { first = first ?? error }
            }
            if let first { throw first }
        }
    }

    /// Puts one replica's back, or all: each gets its name again, and runs again if it did.
    ///
    /// - Returns: what could not be put back, and how messages call those that were.
    func restore(_ step: Reconciliation.Step? = nil) async -> (restored: [String], failures: [any Error]) {
        let taken = step.map { take($0) } ?? takeAll()
        var failures: [any Error] = []
        var restored: [String] = []
        for entry in taken.reversed() where entry.isRenamed || entry.isStopped {
            do {
                try await EnginePatience().call { try await restore(entry) }
                restored.append(entry.step.displayName)
            } catch {
                failures.append(error)
            }
        }
        return (restored, failures)
    }

    private func restore(_ entry: Entry) async throws {
        let id = entry.container.id.rawValue
        if entry.isRenamed, try await engine.containers.inspect(id).name != entry.container.name {
            try await engine.containers.rename(id, to: entry.container.name)
        }
        if entry.isStopped { _ = try await engine.containers.start(id) }
    }

    private func add(_ step: Reconciliation.Step, _ container: ContainerInfo) {
        entries.withLock { entries in
            if !entries.contains(where: { $0.container.id == container.id }) {
                entries.append(Entry(step: step, container: container))
            }
        }
    }

    private func note(_ container: ContainerID, _ change: (inout Entry) -> Void) {
        entries.withLock { entries in
            guard let index = entries.firstIndex(where: { $0.container.id == container }) else { return }
            change(&entries[index])
        }
    }

    private func takeAll() -> [Entry] {
        entries.withLock { entries in
            defer { entries = [] }
            return entries
        }
    }

    private func take(_ step: Reconciliation.Step) -> [Entry] {
        entries.withLock { entries in
            let taken = entries.filter { $0.step.found?.container.id == step.found?.container.id }
            entries.removeAll { $0.step.found?.container.id == step.found?.container.id }
            return taken
        }
    }
}
