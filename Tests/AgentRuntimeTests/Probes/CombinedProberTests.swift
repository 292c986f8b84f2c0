import Testing

@testable import AgentRuntime

@Suite(.timeLimit(.minutes(2))) struct CombinedProberTests {
    private struct FixedProber: Prober {
        var outcome: ProbeOutcome?
        func attempt() async throws -> ProbeOutcome {
            if let outcome { return outcome }
            try await Task.sleep(for: .seconds(3600))
            throw CancellationError()
        }
    }

    private func combined(_ outcomes: [ProbeOutcome?], needsAll: Bool) -> CombinedProber {
        CombinedProber(
            outcomes.enumerated().map { .init(name: "p\($0)", prober: FixedProber(outcome: $1)) }, needsAll: needsAll)
    }

    @Test func theImpossibleEndsAllAndLeavesTheOthersOfAny() async throws {
        let never = ProbeOutcome.impossible("x", hint: "do")
        #expect(
            try await combined([never, .success], needsAll: true).attempt() == .impossible("p0: x", hint: "do"))
        #expect(
            try await combined([never, .failure("b")], needsAll: false).attempt() == .failure("p0: x; p1: b"))
        #expect(
            try await combined([never, never], needsAll: false).attempt() == .impossible("p0: x; p1: x", hint: "do"))
    }

    @Test func allNamesEveryOneThatFails() async throws {
        #expect(try await combined([.success, .success], needsAll: true).attempt() == .success)
        #expect(
            try await combined([.failure("a"), .success, .failure("c")], needsAll: true).attempt()
                == .failure("p0: a; p2: c"))
    }

    @Test func anyEndsWithTheFirstSuccessAndLeavesTheOthers() async throws {
        #expect(try await combined([nil, .failure("b"), .success], needsAll: false).attempt() == .success)
        #expect(
            try await combined([.failure("a"), .failure("b")], needsAll: false).attempt() == .failure("p0: a; p1: b"))
    }

    @Test func onlyTheEnginesOwnCheckListensToEvents() {
        let http = Probe.Check.http(.init(port: 1, path: "/", statuses: [200...200], text: nil))
        #expect(!http.followsEngine)
        #expect(!Probe.Check.all(of: [http, .tcp(port: 1)]).followsEngine)
        #expect(Probe.Check.any(of: [http, .engine]).followsEngine)
    }

    @Test func aSignalEndsASleepEarlyAndCountsOnce() async throws {
        let signal = WakeSignal()
        signal.signal()
        let clock = ContinuousClock()
        try await signal.sleep(until: clock.now + .seconds(3600), on: clock)
        let begin = clock.now
        try await signal.sleep(until: begin + .milliseconds(20), on: clock)
        #expect(begin.duration(to: clock.now) >= .milliseconds(20))
        let sleeper = Task { try await signal.sleep(until: clock.now + .seconds(3600), on: clock) }
        signal.signal()
        try await sleeper.value
    }
}
