import AgentManifest
import AgentOrchestrator
import AgentRuntime
import AgentTesting
import AgentValues
import EngineAPI
import Foundation
import Synchronization
import Testing

/// The program of the article: a project of manifests, with replicas and dependencies, brought up and taken down.
@Suite(.timeLimit(.minutes(3))) struct LibraryProgramTests {
    @Test(arguments: TestEngine.allCases)
    func bringsAProjectUpAndTakesItDown(_ engine: TestEngine) async throws {
        let name = TestEngine.uniqueName("library")
        let folder = URL.temporaryDirectory.appending(path: name)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func agent(_ agent: String, _ more: String) throws {
            let text = """
                apiVersion: agent.dev/v1
                kind: Agent
                metadata: {name: \(agent)}
                spec:
                  runtime: python
                  model: {provider: openai, name: gpt-4}
                  image: \(TestEngine.image)
                  command: [sh, -c, "trap 'exit 0' TERM; sleep 600 & wait"]
                  \(more)
                """
            try Data(text.utf8).write(to: folder.appending(path: "\(agent).yaml"))
        }
        try agent("store", "scaling: {replicas: 2}")
        try agent("clerk", "dependsOn: [store]")
        try await engine.connectWithImage().shutdown()

        try await AgentHost.withDiscovered(engine.host) { host in
            let files = ["store", "clerk"].map { folder.appending(path: "\($0).yaml").path }
            let manifests = try ManifestLoader().load(paths: files, currentDirectory: folder.path)
            let plans = try ProjectPlanner(catalog: RuntimeCatalog(), flags: PlanFlags(project: name)).plan(manifests)
            let project = host.project(name)
            let result = try await project.up(plans, agents: ["store", "clerk"], observer: ProjectObserver())
            #expect(result.reports.map(\.displayName) == ["store/1", "store/2", "clerk"])
            let areUp = result.reports.allSatisfy { $0.isUp }
            #expect(areUp)

            let agents = try await host.agents(of: name).existing()
            let states = try await host.status(of: agents).map { "\($0.agent)/\($0.replica) \($0.state)" }
            #expect(states == ["clerk/1 running", "store/1 running", "store/2 running"])
            let exec = try await host.exec(ExecOptions(["echo", "hello"]), in: agents[0])
            let said = Mutex("")
            try await exec.connection.output { frame in said.withLock { $0 += frame.text } }
            let text = said.withLock { $0 }
            #expect(text == "hello\n")
            #expect(try await exec.exitCode() == 0)

            let down = try await project.down(removesVolumes: true, stopTimeout: .zero).report
            #expect(down.containers.count == 3)
            #expect(try await host.agents(of: name).containers().isEmpty)
        }
    }
}
