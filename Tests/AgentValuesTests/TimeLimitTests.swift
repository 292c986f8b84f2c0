import AgentTesting
import AgentValues
import Testing

@Suite(.timeLimit(.minutes(2))) struct TimeLimitTests {
    private struct Ended: Error {}

    @Test func whatIsInTimeIsReturned() async throws {
        #expect(try await withTimeLimit(.seconds(60), clock: ManualClock()) { 7 } == 7)
        #expect(try await withTimeLimit(nil) { 7 } == 7)
    }

    @Test func whatFailsInTimeKeepsItsError() async {
        await #expect(throws: Ended.self) {
            try await withTimeLimit(.seconds(60), clock: ManualClock()) { throw Ended() }
        }
    }

    @Test func whatIsLateIsCancelledAndAwaited() async throws {
        let clock = ManualClock()
        let (endings, ending) = AsyncStream.makeStream(of: Bool.self)
        let late = Task {
            try await withTimeLimit(.seconds(5), clock: clock) {
                await untilCancelled()
                ending.yield(Task.isCancelled)
                ending.finish()
            }
        }
        await clock.sleepers(atLeast: 1)
        clock.advance(by: .seconds(5))
        let error = await #expect(throws: TimeLimitExceeded.self) { try await late.value }
        #expect(error?.limit == .seconds(5))
        #expect(await endings.first { _ in true } == true)
    }

    @Test func whoIsCancelledHasNotTimedOut() async throws {
        let clock = ManualClock()
        let cancelled = Task {
            try await withTimeLimit(.seconds(5), clock: clock) {
                await untilCancelled()
                throw Ended()
            }
        }
        await clock.sleepers(atLeast: 1)
        cancelled.cancel()
        await #expect(throws: Ended.self) { try await cancelled.value }
    }

    private func untilCancelled() async { try? await Task.sleep(for: .seconds(3600)) }
}
