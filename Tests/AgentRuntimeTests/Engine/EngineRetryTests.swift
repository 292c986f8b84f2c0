import AgentTesting
import EngineAPI
import Testing

@testable import AgentRuntime

@Suite(.timeLimit(.minutes(2))) struct EngineRetryTests {
    @Test func aFailureThatPassesIsNoFailure() async throws {
        let engine = try ScriptedEngine()
        engine.answer("DELETE /volumes/*", with: .failure(500, "busy"), .failure(409, "in use"), .done)
        let client = try await engine.connect()
        try await EngineRetry().call { try await client.volumes.remove("data") }
        #expect(engine.calls.filter { $0.method == "DELETE" }.count == 3)
    }

    @Test func whatIsNotThereIsNotAskedForAgain() async throws {
        let engine = try ScriptedEngine()
        let client = try await engine.connect()
        let error = await #expect(throws: EngineError.self) {
            try await EngineRetry().call { try await client.volumes.remove("data") }
        }
        #expect(error?.code == .notFound)
        #expect(engine.calls.filter { $0.method == "DELETE" }.count == 1)
    }

    @Test func itEnds() async throws {
        let engine = try ScriptedEngine(answers: ["DELETE /volumes/*": .failure(500, "broken")])
        let client = try await engine.connect()
        let retry = EngineRetry(.milliseconds(300))
        for _ in 0..<2 {
            await #expect(throws: EngineError.self) {
                try await retry.call { try await client.volumes.remove("data") }
            }
        }
        // The time is one for all calls: the second has none left.
        #expect((3...5).contains(engine.calls.filter { $0.method == "DELETE" }.count))
    }
}
