import AgentValues
import EngineAPI

/// Waits for a container's exit code, also when the connection of the first wait breaks.
struct ExitWatch: Sendable {
    private static let policy = RetryPolicy(Backoff(from: .milliseconds(200), to: .milliseconds(3200)), tries: 6)

    let engine: EngineClient
    let container: String
    /// The wait that was sent before the start.
    let pending: PendingExit

    /// Suspends until the container's command has ended; returns its exit code.
    ///
    /// - Throws: `EngineError` when the engine does not answer for some seconds, or has no such container any more.
    func code() async throws -> Int {
        do { return try await pending.exit().code } catch is EngineError {
            // A broken connection says nothing about the container, which may still run.
        }
        return try await Self.policy.call(if: { ($0 as? EngineError).map { $0.code != .notFound } ?? false }) {
            // Returns at once when the container has ended meanwhile.
            try await engine.containers.wait(container, condition: .notRunning).exit().code
        }
    }
}
