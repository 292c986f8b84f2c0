import Testing

@testable import AgentOrchestrator

@Suite(.timeLimit(.minutes(2))) struct ConcurrencyLimitTests {
    private actor Crowd {
        private var now = 0
        private(set) var most = 0

        func enter() {
            now += 1
            most = max(most, now)
        }
        func leave() { now -= 1 }
    }

    @Test func neverMoreThanTheLimit() async throws {
        let limit = ConcurrencyLimit(3)
        let crowd = Crowd()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    let turn = try await limit.turn()
                    await crowd.enter()
                    await Task.yield()
                    await crowd.leave()
                    turn.end()
                    turn.end()
                }
            }
            try await group.waitForAll()
        }
        #expect(await crowd.most == 3)
    }

    @Test func whoIsCancelledWhileWaitingLeavesTheQueue() async throws {
        let limit = ConcurrencyLimit(1)
        let first = try await limit.turn()
        let waiting = Task { try await limit.turn() }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { _ = try await waiting.value }
        first.end()
        _ = try await limit.turn()
    }

    @Test func aTurnThatNobodyHoldsIsOver() async throws {
        let limit = ConcurrencyLimit(1)
        do { _ = try await limit.turn() }
        _ = try await limit.turn()
    }
}
