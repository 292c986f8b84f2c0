import AgentTesting
import EngineAPI
import Synchronization
import Testing

@testable import AgentRuntime

/// Every container of an image has its labels too.
@Suite(.timeLimit(.minutes(5))) struct ReservedLabelTests {
    @Test(arguments: TestEngine.allCases, [true, false])
    func buildsRefuseThem(_ kind: TestEngine, inBase: Bool) async throws {
        let engine = try await kind.connectWithImage()
        defer { engine.shutdown() }
        let name = TestEngine.uniqueName("labels")
        let label = "LABEL dev.agent.name=x dev.agent.expires=2020-01-01T00:00:00Z\n"
        let folder = try TemporaryFolder()
        try folder.add("content", name)
        let labelled = "FROM scratch\nCOPY content /\n\(label)"
        try folder.add("Dockerfile", labelled)
        if inBase {
            // As others build it.
            _ = try await ImageBuild(
                ImageBuildPlan(agent: "base", reference: "\(name)-base:1", context: folder.path), on: engine
            ) { _ in }.run()
            try folder.add("Dockerfile", "FROM \(name)-base:1\nCOPY content /again\n")
        }
        let plan = ImageBuildPlan(agent: "agent", reference: "\(name):1", context: folder.path)
        let error = await #expect(throws: BuildError.self) {
            _ = try await ImageBuilder().build(plan, on: engine) { _ in }
        }
        #expect(error?.code == .reservedLabel)
        #expect(error?.message.hasSuffix("reserved: dev.agent.expires, dev.agent.name") == true)
        await #expect(throws: EngineError.self) { try await engine.images.inspect("\(name):1") }
        if inBase { try await engine.images.remove("\(name)-base:1") }
    }

    @Test func pulledImagesThatHaveThemAreWarnedOf() async throws {
        let engine = try ScriptedEngine()
        let image = { (labels: String) in
            ScriptedAnswer.json(#"{"Id":"sha256:1","Config":{"Labels":{\#(labels)}}}"#)
        }
        let client = try await engine.connect()
        engine.answer("GET /images/*/json", with: image(#""dev.agent.image":"a/b","team":"x""#))
        #expect(try await client.images.inspect("x").reservedLabelsWarning == nil)
        engine.answer("GET /images/*/json", with: .failure(404, "no such image"), image(#""dev.agent.run":"1""#))
        engine.answer("POST /images/create", with: .json(#"{"status":"done"}"#))
        let warnings = Mutex<[String]>([])
        let observer = RunObserver(progress: { step in
            if case .warning(let text) = step { warnings.withLock { $0.append(text) } }
        })
        _ = try await EngineRuntime(client).image("x:1", agent: "a", observer: observer)
        #expect(warnings.withLock { $0 }.count == 1)
        #expect(warnings.withLock { $0 }.first?.contains("(dev.agent.run)") == true)
    }
}
