import AgentRuntime
import Diagnostics
import EngineAPI
import Synchronization

/// The containers that make room for others: kept, under other names, until it is known how those do.
final class ReplacedContainers: Sendable {
    private struct Entry: Sendable {
        var step: Reconciliation.Step
        var container: ContainerInfo
        /// Whether its name was given to another one.
        var isRenamed = false
        /// What is known of its stop; nil when nobody asked for one.
        var stop: Stop?

        /// The name to go back to. One that an interrupted run has set aside gets its own again.
        var homeName: String { step.plan?.options.name ?? container.name }
    }

    private enum Stop: Sendable {
        /// It was asked for, and may be carried out later, although nobody waits for it any more.
        case inDoubt
        /// The engine has answered.
        case answered
    }

    private let engine: EngineClient
    private let runtime: any ContainerRuntime
    /// How long each has to end; nil: its own time.
    private let stopTimeout: Duration?
    private let entries = Mutex<[Entry]>([])

    init(engine: EngineClient, runtime: any ContainerRuntime, stopTimeout: Duration? = nil) {
        self.engine = engine
        self.runtime = runtime
        self.stopTimeout = stopTimeout
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

    /// Stops a container, unless it was stopped before its successor was started: hooks go around each stop.
    func stop(_ found: AgentContainer) async throws {
        let entry = entries.withLock { entries in entries.first { $0.container.id == found.container.id } }
        guard found.isActive, entry?.stop != .answered else { return }
        let own = entry?.step.plan?.options.stopTimeout
        // Before the call, which may be carried out and fail all the same.
        note(found.container.id) { $0.stop = .inDoubt }
        do { try await runtime.stop(found.container.id, timeout: stopTimeout ?? own) } catch let error as EngineError
            where error.status != nil
        {
            note(found.container.id) { $0.stop = .answered }
            throw error
        }
        note(found.container.id) { $0.stop = .answered }
    }

    /// Removes them all, where cancellation cannot reach it: their successors do well, and there is no way back once one is gone.
    ///
    /// - Returns: what could not be removed, and why; the others are removed all the same.
    func removeAll() async -> [any Error] {
        let all = takeAll()
        let retry = EngineRetry()
        return await Task {
            await withTaskGroup(of: (any Error)?.self) { group in
                for entry in all {
                    group.addTask {
                        do { try await self.remove(entry, retry) } catch { return Self.leftBehind(entry, error) }
                        return nil
                    }
                }
                return await group.reduce(into: [any Error]()) { failures, failure in
                    if let failure { failures.append(failure) }
                }
            }
        }.value
    }

    /// A single answer that never comes leaves nothing behind: a removal can be made once more without harm.
    private func remove(_ entry: Entry, _ retry: EngineRetry) async throws {
        do { try await retry.call { try await runtime.remove(entry.container.id) } } catch let error as EngineError
            where error.code == .timedOut
        {
            try await runtime.remove(entry.container.id)
        }
    }

    private static func leftBehind(_ entry: Entry, _ error: any Error) -> RunError {
        RunError(
            .callFailed, agent: entry.step.displayName,
            "could not remove the container \(entry.container.name) that was replaced",
            hint: "'aac-runtime up' tries again",
            underlying: [error], callExitCode: ErrorRenderer.exitCode(of: error))
    }

    /// Puts one replica's back, or all: each gets its name again, and runs again if it did.
    ///
    /// - Returns: what could not be put back, and how messages call those that were.
    func restore(_ step: Reconciliation.Step? = nil) async -> (restored: [String], failures: [any Error]) {
        let taken = step.map { take($0) } ?? takeAll()
        var failures: [any Error] = []
        var restored: [String] = []
        for entry in taken.reversed()
        where entry.isRenamed || entry.stop != nil || entry.homeName != entry.container.name {
            do {
                try await EngineRetry().call { try await restore(entry) }
                restored.append(entry.step.displayName)
            } catch {
                failures.append(error)
            }
        }
        return (restored, failures)
    }

    private func restore(_ entry: Entry) async throws {
        let id = entry.container.id.rawValue
        if try await engine.containers.inspect(id).name != entry.homeName {
            try await engine.containers.rename(id, to: entry.homeName)
        }
        guard let stop = entry.stop else { return }
        // A stop that still goes on would end what is started now; a second one ends with the first.
        if stop == .inDoubt {
            try await engine.containers.stop(id, timeout: entry.step.plan?.options.stopTimeout ?? .seconds(10))
        }
        try await runtime.start(entry.container.id)
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
