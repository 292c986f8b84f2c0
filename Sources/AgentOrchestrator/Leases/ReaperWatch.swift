import AgentRuntime
import AgentValues
import EngineAPI

extension Reaper {
    /// The longest pause between two looks at everything: nothing may be due for ever, and the clock may be set
    /// meanwhile.
    private static let longestWait = Duration.seconds(15 * 60)
    /// The pause after a failure, or when another command was working on the project.
    private static let retry = Duration.seconds(1)
    /// How long the engine may stay away: a watch has no end of its own, so a hundred years.
    private static let patience = Duration.seconds(100 * 365 * 86_400)

    /// Removes what is past its time, and goes on: waits until the next one's time is over, and is woken by new containers. It goes
    /// on when the engine goes away and comes back.
    ///
    /// - Parameters:
    ///   - signal: told of the engine's absences.
    ///   - report: gets what was removed, and what failed, each time when there is something.
    /// - Throws: `CancellationError`, or what `report` throws.
    public func watch(
        signal: @escaping @Sendable (EngineReconnector.Signal) -> Void,
        report: @escaping @Sendable (ReapReport) async throws -> Void
    ) async throws {
        let reconnector = EngineReconnector(engine, patience: Self.patience, report: signal)
        let (wakes, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        wake.yield()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await listen { wake.yield() } }
            group.addTask {
                var timer: Task<Void, any Error>?
                defer { timer?.cancel() }
                for await _ in wakes {
                    timer?.cancel()
                    let pause = try await turn(reconnector, report)
                    timer = Task {
                        try await Task.sleep(for: pause)
                        wake.yield()
                    }
                }
                throw CancellationError()
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    /// One look at everything.
    /// - Returns: how long nothing will happen by itself.
    private func turn(
        _ reconnector: EngineReconnector, _ report: @Sendable (ReapReport) async throws -> Void
    ) async throws -> Duration {
        var done: ReapReport
        do {
            done = try await reconnector.surviving { _ in try await reap() }
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            done = ReapReport()
            done.failures = [error]
        }
        if !done.isEmpty || !done.failures.isEmpty { try await report(done) }
        let next = done.next.map { max($0 - now(), .milliseconds(1)) } ?? Self.longestWait
        return min(next, done.failures.isEmpty && done.busy.isEmpty ? Self.longestWait : Self.retry)
    }

    /// Calls `wake` for each new container whose life is bounded, and whenever some may have been missed.
    private func listen(_ wake: @Sendable () -> Void) async throws {
        // Podman 4 cannot filter by a label without a value, so each event's labels are read here.
        let filters: EngineFilters = ["type": ["container"], "event": ["create"]]
        while true {
            do {
                for try await signal in engine.system.watch(filters: filters, patience: Self.patience) {
                    switch signal {
                    case .connected: wake()
                    case .event(let event): if Lease(labels: event.attributes) != nil { wake() }
                    }
                }
            } catch is EngineError {
                // An engine that is starting answers with failures of its own.
            }
            try await Task.sleep(for: Self.retry)
        }
    }
}
