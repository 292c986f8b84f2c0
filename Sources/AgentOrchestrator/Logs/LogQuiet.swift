import EngineAPI
import Synchronization

/// Decides whether agents that do not run will be started again, so that the end of `logs --follow` can come.
final class LogQuiet: Sendable {
    /// For who has ended by itself.
    private static let grace = Duration.seconds(3)
    /// For who was stopped, which a restart, and an `up` that makes an agent anew, begin with.
    private static let longGrace = Duration.seconds(15)

    private struct State {
        var changes = 0
        var wasStopped = false
    }

    private let state = Mutex(State())

    /// Something has happened.
    ///
    /// - Returns: its number.
    func changed() -> Int {
        state.withLock { state in
            state.changes += 1
            return state.changes
        }
    }

    /// Takes an event. Podman does not tell of stops, so the exit code of a signal counts too.
    func note(_ event: EngineEvent) {
        let isByOthers = event.action != .die || (event.exitCode ?? 0) >= 128
        state.withLock { $0.wasStopped = event.action != .start && ($0.wasStopped || isByOthers) }
    }

    /// Waits whether nothing more happens after an event, and nobody runs.
    ///
    /// - Parameter agents: lists the containers that are there.
    func isEnd(after change: Int, among agents: () async throws -> [AgentContainer]) async throws -> Bool {
        try await Task.sleep(for: Self.grace)
        guard isLast(change) else { return false }
        let left = try await agents()
        guard !left.contains(where: \.isActive), isLast(change) else { return false }
        guard !left.isEmpty, state.withLock(\.wasStopped) else { return true }
        try await Task.sleep(for: Self.longGrace - Self.grace)
        return isLast(change)
    }

    private func isLast(_ change: Int) -> Bool { state.withLock { $0.changes == change } }
}
