import AgentTesting
import Synchronization
import Testing

@testable import AgentRuntime

@Suite(.timeLimit(.minutes(2))) struct ReadinessWaiterTests {
    /// Answers from a list; the last answer stays.
    private final class ListProber: Prober {
        private let outcomes: Mutex<[ProbeOutcome]>
        init(_ outcomes: [ProbeOutcome]) { self.outcomes = Mutex(outcomes) }
        func attempt() async -> ProbeOutcome {
            outcomes.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
        }
    }

    private let clock = ManualClock()
    private let probe = Probe(.tcp(port: 1), interval: .seconds(10), retries: 2, startPeriod: .seconds(5))

    private func waiter(timeout: Duration = .seconds(60)) -> ReadinessWaiter<ManualClock> {
        ReadinessWaiter(probe: probe, timeout: timeout, clock: clock, report: { _, _ in })
    }

    /// Moves the clock from deadline to deadline until the wait has ended.
    private func run(
        _ waiter: ReadinessWaiter<ManualClock>, _ outcomes: [ProbeOutcome],
        exit: @escaping @Sendable () async throws -> Int = { try await forever() }
    ) async throws -> ReadinessWaiter<ManualClock>.Verdict {
        try await withThrowingTaskGroup(of: ReadinessWaiter<ManualClock>.Verdict?.self) { group in
            group.addTask { try await waiter.wait(for: ListProber(outcomes), exit: exit) }
            group.addTask {
                while !Task.isCancelled {
                    await clock.sleepers(atLeast: 2)
                    if let next = clock.nextDeadline { clock.advance(by: next) }
                    await Task.yield()
                }
                return nil
            }
            while let verdict = try await group.next() {
                if let verdict {
                    group.cancelAll()
                    // Whoever drives the clock may wait for sleepers that never come.
                    let extra = (0..<2).map { _ in Task { try? await clock.sleep(for: .seconds(1)) } }
                    for try await _ in group {}
                    extra.forEach { $0.cancel() }
                    return verdict
                }
            }
            throw CancellationError()
        }
    }

    @Test func readyOnTheFirstSuccess() async throws {
        let verdict = try await run(waiter(), [.failure("no"), .failure("no"), .success])
        guard case .ready(let elapsed) = verdict else { return #expect(verdict == .ready(after: .zero)) }
        #expect(elapsed < .milliseconds(20))
    }

    @Test func unhealthyAfterItsRetries() async throws {
        #expect(try await run(waiter(), [.failure("down")]) == .unhealthy(failures: 2, last: "down"))
    }

    @Test func theTimeLimitEndsTheWait() async throws {
        let verdict = try await run(waiter(timeout: .seconds(3)), [.failure("down")])
        #expect(verdict == .timedOut(after: .seconds(8), last: "down"))
    }

    @Test func aDeadContainerEndsTheWaitAtOnce() async throws {
        // Nobody moves the clock: only the exit can end this wait.
        let verdict = try await waiter().wait(for: ListProber([.failure("down")]), exit: { 3 })
        #expect(verdict == .exited(code: 3))
        #expect(clock.now.offset == .zero)
    }
}

private func forever() async throws -> Int {
    try await Task.sleep(for: .seconds(3600))
    return 0
}
