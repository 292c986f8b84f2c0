import EngineAPI

/// Waits for a container's exit code, also when the connection of the first wait breaks.
struct ExitWatch: Sendable {
    private static let attempts = 6

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
        var failures = 0
        while true {
            do {
                // Returns at once when the container has ended meanwhile.
                return try await engine.containers.wait(container, condition: .notRunning).exit().code
            } catch let error as EngineError {
                failures += 1
                guard error.code != .notFound, failures < Self.attempts else { throw error }
                try await Task.sleep(for: .milliseconds(100) * (1 << failures))
            }
        }
    }
}
