import AgentRuntime
import AgentTesting
import AgentValues
import EngineAPI
import Testing

@Suite(.timeLimit(.minutes(2))) struct ScriptedEngineTests {
    @Test(arguments: [EngineKind.docker, .podman]) func itIntroducesItself(as kind: EngineKind) async throws {
        let engine = try ScriptedEngine(kind)
        let client = try await engine.connect()
        #expect(client.kind == kind)
        #expect(engine.calls.map(\.description) == ["GET /_ping"])
    }

    @Test func theLastPatternWins() async throws {
        let engine = try ScriptedEngine(answers: [
            "DELETE /containers/*": .failure(500, "no \"luck\""), "DELETE /containers/web": .done,
        ])
        let client = try await engine.connect()
        try await client.containers.remove("web", force: true)
        let error = await #expect(throws: EngineError.self) { try await client.containers.remove("other") }
        #expect(error?.code == .serverError)
        #expect(error?.engineMessage == "no \"luck\"")
        #expect(engine.calls.map(\.query) == ["", "force=1", ""])
    }

    @Test func answersComeOneAfterTheOther() async throws {
        let engine = try ScriptedEngine()
        engine.answer("POST /containers/*/start", with: .done, ScriptedAnswer(status: 304))
        let client = try await engine.connect()
        #expect(try await client.containers.start("web") == .changed)
        #expect(try await client.containers.start("web") == .alreadySo)
        #expect(try await client.containers.start("web") == .alreadySo)
    }

    @Test func whatIsNotInTheTableIsNotThere() async throws {
        let engine = try ScriptedEngine()
        let client = try await engine.connect()
        let error = await #expect(throws: EngineError.self) { try await client.volumes.inspect("data") }
        #expect(error?.code == .notFound)
        #expect(error?.engineMessage == "the script has no answer for GET /volumes/data")
    }

    @Test func bodiesAreRecorded() async throws {
        let engine = try ScriptedEngine(answers: [
            "POST /containers/create": .json(#"{"Id":"abc","Warnings":[]}"#, status: 201)
        ])
        let client = try await engine.connect()
        _ = try await client.containers.create(ContainerConfiguration(image: "web:1"), name: "web")
        let body = try #require(engine.calls.last?.body)
        #expect(String(decoding: body, as: UTF8.self).contains(#""Image":"web:1""#))
    }

    /// The example of the library's article.
    @Test func aDenialCreatesNothing() async throws {
        struct Gate: RunHook {
            func preRun(_ options: inout RunOptions, in context: RunContext) async throws { throw RunDenied("closed") }
        }
        let engine = try ScriptedEngine()
        let runtime = EngineRuntime(try await engine.connect()).wrapped(by: [Gate()])
        let identity = AgentIdentity.testing(project: "shop", agent: "greeter", run: "r1")
        let options = RunOptions(image: "greeter:1.0", name: identity.containerName, identity: identity)
        await #expect(throws: HookError.self) { try await runtime.run(options) }
        #expect(!engine.calls.contains { $0.method == "POST" })
    }
}
