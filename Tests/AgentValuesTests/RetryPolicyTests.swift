import AgentValues
import Testing

@Suite(.timeLimit(.minutes(2))) struct RetryPolicyTests {
    private enum Failure: Error { case passing, lasting }

    private static let quick = Backoff.every(.microseconds(100))

    @Test(
        arguments: [
            (Backoff(from: .milliseconds(50), to: .seconds(1)), [50, 100, 200, 400, 800, 1000, 1000]),
            (Backoff(from: .milliseconds(100), to: .seconds(1), factor: 4), [100, 400, 1000, 1000]),
            (Backoff.every(.milliseconds(20)), [20, 20, 20]), (Backoff(from: .seconds(5), to: .seconds(1)), [1000]),
            (Backoff(from: .zero, to: .seconds(1)), [0, 0]),
        ])
    func pausesGrowUpToTheLongest(_ backoff: Backoff, _ milliseconds: [Int]) {
        for (place, length) in milliseconds.enumerated() {
            #expect(backoff.pause(after: place + 1) == .milliseconds(length))
        }
        #expect(backoff.pause(after: .max) == .milliseconds(milliseconds.last ?? 0))
    }

    @Test func aFailureThatPassesIsNoFailure() async throws {
        var calls = 0
        let value = try await RetryPolicy(Self.quick).call(if: { _ in true }) {
            calls += 1
            if calls < 3 { throw Failure.passing }
            return calls
        }
        #expect(value == 3)
    }

    @Test func whatDoesNotPassEndsIt() async {
        var calls = 0
        await #expect(throws: Failure.lasting) {
            try await RetryPolicy(Self.quick).call(if: { $0 as? Failure == .passing }) {
                calls += 1
                throw calls == 2 ? Failure.lasting : .passing
            }
        }
        #expect(calls == 2)
    }

    @Test func theTriesAreCounted() async throws {
        var calls = 0
        await #expect(throws: Failure.passing) {
            try await RetryPolicy(Self.quick, tries: 4).call(if: { _ in true }) {
                calls += 1
                throw Failure.passing
            }
        }
        #expect(calls == 4)
        #expect(
            try await RetryPolicy(Self.quick, tries: 2).poll { () -> Int? in
                calls += 1
                return nil
            } == nil)
        #expect(calls == 6)
    }

    /// A pause that is longer than the time that is left is cut, so that the last try is at its end.
    @Test func theTimeIsOver() async throws {
        var calls = 0
        let policy = RetryPolicy(.every(.seconds(3600)), limit: .milliseconds(20))
        #expect(
            try await policy.poll { () -> Int? in
                calls += 1
                return nil
            } == nil)
        #expect(calls == 2)
    }

    @Test func callsShareABudget() async {
        let budget = RetryBudget(.milliseconds(20))
        var calls = 0
        for _ in 0..<3 {
            await #expect(throws: Failure.passing) {
                try await RetryPolicy(.every(.seconds(3600))).call(within: budget, if: { _ in true }) {
                    calls += 1
                    throw Failure.passing
                }
            }
        }
        #expect(calls == 4)
    }

    @Test func cancellationEndsThePause() async throws {
        let (looks, look) = AsyncStream.makeStream(of: Void.self)
        let waiting = Task {
            try await Backoff.every(.seconds(3600)).poll { () -> Int? in
                look.yield()
                return nil
            }
        }
        _ = await looks.first { _ in true }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
    }
}
