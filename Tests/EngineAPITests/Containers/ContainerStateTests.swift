import AgentTesting
import EngineAPI
import Testing

@Suite(.timeLimit(.minutes(1))) struct ContainerStateTests {
    /// Podman's own word lasts for a moment; who asks then must not see another thing than a moment later.
    @Test func whatHasEndedIsExitedHoweverTheEngineSaysIt() async throws {
        let engine = try ScriptedEngine(
            .podman,
            answers: [
                "GET /containers/json": .json(#"[{"Id":"c1","State":"stopped"}]"#),
                "GET /containers/*/json": .json(#"{"Id":"c1","State":{"Status":"stopped","ExitCode":3}}"#),
            ])
        let client = try await engine.connect()
        defer { client.shutdown() }
        #expect(try await client.containers.list().map(\.state) == [.exited])
        let state = try await client.containers.inspect("c1").state
        #expect(state.status == .exited && "\(state.status)" == "exited" && state.exitCode == 3)
    }

    @Test func otherWordsStay() {
        let words = ["created", "running", "paused", "restarting", "removing", "exited", "dead", "something new"]
        #expect(words.map { ContainerState.Status(rawValue: $0).rawValue } == words)
    }
}
