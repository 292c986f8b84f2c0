import AgentTesting
import Diagnostics
import EngineAPI
import Synchronization
import Testing

@testable import AgentOrchestrator

@Suite(.timeLimit(.minutes(5))) struct EngineReconnectorTests {
    @Test(arguments: TestEngine.allCases)
    func anEngineThatStaysAwayEndsTheWait(kind: TestEngine) async throws {
        try await DisposableEngine.with(kind) { engine in
            let client = try await engine.connect()
            let signals = Mutex<[EngineReconnector.Signal]>([])
            let reconnector = EngineReconnector(client, patience: .milliseconds(300)) { signal in
                signals.withLock { $0.append(signal) }
            }
            try await reconnector.surviving { _ in try await client.system.ping() }
            await engine.kill()
            let error = try await #require(throws: SupervisionError.self) {
                try await reconnector.surviving { _ in try await client.system.ping() }
            }
            #expect(error.code == .engineLost)
            #expect(error.exitCode == .engineUnavailable)
            #expect(error.hint?.contains("aac-runtime down") == true)
            #expect(signals.withLock(\.self) == [.lost])
            try await engine.start()
            let breaks = try await reconnector.surviving { breaks in
                try await client.system.ping()
                return breaks
            }
            #expect(breaks == 0)
        }
    }
}
