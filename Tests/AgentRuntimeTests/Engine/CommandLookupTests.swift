import AgentTesting
import EngineAPI
import Testing

@testable import AgentRuntime

@Suite struct CommandLookupTests {
    private static let container = """
        {"Id": "c1", "Name": "/c1", "Config": {"Image": "x", "Env": ["PATH=/a:/b"]}, "State": {"Status": "created"}, \
        "HostConfig": {}, "NetworkSettings": {}, "Path": "tool", "Image": "x"}
        """

    private func exitCode(_ answers: ScriptedAnswer...) async throws -> Int? {
        let engine = try ScriptedEngine(answers: ["GET /containers/*/json": .json(Self.container)])
        for answer in answers.reversed() { engine.answer("HEAD /containers/*/archive", with: answer) }
        let client = try await engine.connect()
        defer { client.shutdown() }
        return await CommandLookup(engine: client, container: "c1").exitCode(of: "tool")
    }

    @Test func whatIsNotThereIsSaid() async throws {
        #expect(try await exitCode(.failure(404, "no such file")) == 127)
    }

    /// An engine that cannot tell says nothing about the program.
    @Test(arguments: [500, 503, 400, 409]) func aFailureIsNoAbsence(_ status: Int) async throws {
        #expect(try await exitCode(.failure(status, "out of order")) == nil)
    }

    @Test func garbageIsNoAbsence() async throws {
        #expect(try await exitCode(ScriptedAnswer(body: Array("garbage".utf8))) == nil)
    }
}
