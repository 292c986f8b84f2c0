import AgentTesting
import Testing

@testable import AgentCommands

@Suite(.timeLimit(.minutes(2))) struct ChangeCollectorTests {
    private struct Broken: Error {}

    @Test func changesAreGatheredUntilTheyPause() async throws {
        let clock = ManualClock()
        let collector = ChangeCollector(clock: clock)
        collector.note(.changed(path: "/a", .changed))
        async let changes = collector.next()
        await clock.sleepers(atLeast: 1)
        clock.advance(by: .milliseconds(150))
        collector.note(.changed(path: "/b", .created))
        clock.advance(by: .milliseconds(50))
        // The first pause was broken; another one begins.
        await clock.sleepers(atLeast: 1)
        #expect(clock.nextDeadline == .milliseconds(150))
        clock.advance(by: .milliseconds(150))
        #expect(try await changes.kinds == ["/a": .changed, "/b": .created])
    }

    @Test func changesThatDoNotPauseAreTakenAfterTwoSeconds() async throws {
        let clock = ManualClock()
        let collector = ChangeCollector(clock: clock)
        collector.note(.changed(path: "/a", .changed))
        async let changes = collector.next()
        for _ in 0..<20 {
            await clock.sleepers(atLeast: 1)
            collector.note(.changed(path: "/a", .changed))
            clock.advance(by: .milliseconds(100))
        }
        #expect(try await changes.paths == ["/a"])
        #expect(clock.now.offset == .seconds(2))
    }

    @Test func aChangeWakesWhoeverWaitsForOne() async throws {
        let clock = ManualClock()
        let collector = ChangeCollector(clock: clock)
        async let changes = collector.next()
        collector.note(.everything)
        await clock.sleepers(atLeast: 1)
        clock.advance(by: .milliseconds(200))
        #expect(try await changes.isEverything)
    }

    @Test func whatComesAndGoesIsNoChange() async throws {
        let clock = ManualClock()
        let collector = ChangeCollector(clock: clock)
        collector.note(.changed(path: "/.main.py.tmp", .created))
        collector.note(.changed(path: "/.main.py.tmp", .changed))
        collector.note(.changed(path: "/.main.py.tmp", .removed))
        clock.advance(by: .seconds(3))
        collector.note(.changed(path: "/main.py", .removed))
        collector.note(.changed(path: "/main.py", .created))
        clock.advance(by: .milliseconds(200))
        #expect(try await collector.next().kinds == ["/main.py": .changed])
    }

    @Test func aFailureEndsTheWait() async {
        let collector = ChangeCollector(clock: ManualClock())
        collector.note(.failed(Broken()))
        await #expect(throws: Broken.self) { try await collector.next() }
    }

    @Test func cancellationEndsTheWait() async {
        let collector = ChangeCollector(clock: ManualClock())
        let waiting = Task { try await collector.next() }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
    }
}
