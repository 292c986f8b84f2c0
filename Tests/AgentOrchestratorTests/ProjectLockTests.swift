import EngineAPI
import Glibc
import Synchronization
import Testing

@testable import AgentOrchestrator

@Suite(.timeLimit(.minutes(2))) struct ProjectLockTests {
    private let project = "lock-\(UInt32.random(in: .min ... .max))"

    private func lock(_ engine: String = "/nowhere.sock") -> ProjectLock {
        ProjectLock(project: project, engine: .unix(path: engine))
    }

    private final class Order: Sendable {
        private let texts = Mutex<[String]>([])

        var all: [String] { texts.withLock { $0 } }
        func add(_ text: String) { texts.withLock { $0.append(text) } }
    }

    @Test func theSecondWaitsForTheFirst() async throws {
        let order = Order()
        let (isHeld, held) = AsyncStream.makeStream(of: Void.self)
        let (mayEnd, end) = AsyncStream.makeStream(of: Void.self)
        let first = Task {
            try await lock().hold(waiting: { _ in }) {
                held.finish()
                for await _ in mayEnd {}
                order.add("first")
            }
        }
        for await _ in isHeld {}
        try await lock().hold { holder in
            order.add("waits for \(holder)")
            end.finish()
        } _: {
            order.add("second")
        }
        try await first.value
        #expect(order.all == ["waits for process \(getpid())", "first", "second"])
    }

    @Test func otherEnginesAndLaterCommandsAreFree() async throws {
        try await lock().hold(waiting: { _ in Issue.record("waits") }) {
            try await lock("/other.sock").hold(waiting: { _ in Issue.record("waits for another engine") }) {}
        }
        try await lock().hold(waiting: { _ in Issue.record("waits for nobody") }) {}
    }
}
