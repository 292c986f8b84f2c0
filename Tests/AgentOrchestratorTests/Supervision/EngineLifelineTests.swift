import AgentTesting
import Diagnostics
import EngineAPI
import Synchronization
import Testing

@testable import AgentOrchestrator

@Suite(.timeLimit(.minutes(5))) struct EngineLifelineTests {
    @Test(arguments: TestEngine.allCases)
    func anEngineThatStaysAwayEndsTheWait(kind: TestEngine) async throws {
        try await DisposableEngine.with(kind) { engine in
            let client = try await engine.connect()
            let signals = Mutex<[EngineLifeline.Signal]>([])
            let lifeline = EngineLifeline(client, patience: .milliseconds(300)) { signal in
                signals.withLock { $0.append(signal) }
            }
            try await lifeline.surviving { _ in try await client.system.ping() }
            await engine.kill()
            let error = try await #require(throws: SupervisionError.self) {
                try await lifeline.surviving { _ in try await client.system.ping() }
            }
            #expect(error.code == .engineLost)
            #expect(error.exitCode == .engineUnavailable)
            #expect(error.hint?.contains("aac-runtime down") == true)
            #expect(signals.withLock(\.self) == [.lost])
            try await engine.start()
            let breaks = try await lifeline.surviving { breaks in
                try await client.system.ping()
                return breaks
            }
            #expect(breaks == 0)
        }
    }
}
