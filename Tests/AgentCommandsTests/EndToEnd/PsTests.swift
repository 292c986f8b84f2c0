import AgentTesting
import EngineAPI
import FoundationEssentials
import Testing

@Suite(.timeLimit(.minutes(5))) struct PsTests {
    private struct Row: Decodable {
        struct Port: Decodable {
            var host: Int
            var container: Int
        }
        var agent: String
        var replica: Int
        var state: String
        var exitCode: Int?
        var ports: [Port]
        var id: String
    }

    @Test(arguments: TestEngine.allCases)
    func listsRunningAgents(_ engine: TestEngine) async throws {
        let published = Project.Agent("web", ["sleep", "600"]) {
            $0.exposedPorts = [ContainerPort(80)]
            $0.host = HostConfiguration()
            $0.host?.portBindings = [ContainerPort(80): [PortBinding(hostAddress: "127.0.0.1", hostPort: nil)]]
        }
        try await Project.with(engine, [published, .idle("web", replica: 2), .script("done", "exit 3")]) { project in
            let text = try await project.run("ps")
            #expect(text.status == 0)
            let lines = text.output.split(separator: "\n")
            #expect(lines.count == 3)
            #expect(
                lines.first?.split(separator: " ").map(String.init) == [
                    "AGENT", "REPLICA", "STATE", "HEALTH", "RESTARTS", "PORTS", "AGE", "CONTAINER",
                ])
            #expect(lines.last?.hasSuffix("\(project.name)-web-2") == true)
            #expect(text.errors == "1 stopped agent is not shown; see --all\n")

            let all = try await project.run("ps", "--all", "--output", "json")
            let rows = try JSONDecoder().decode([Row].self, from: Data(all.output.utf8))
            #expect(rows.map(\.agent) == ["done", "web", "web"])
            #expect(rows.map(\.replica) == [1, 1, 2])
            #expect(rows.first?.state == "exited")
            #expect(rows.first?.exitCode == 3)
            #expect(rows[1].ports.first?.container == 80)
            #expect((rows[1].ports.first?.host ?? 0) > 0)

            let everywhere = try await Tool.run(["ps", "--all-projects", "--engine", engine.host])
            #expect(everywhere.output.contains(project.name))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func namesTheProjectsThatHaveAgents(_ engine: TestEngine) async throws {
        try await Project.with(engine, [.idle("one")]) { project in
            let result = try await Tool.run(["ps", "--engine", engine.host, "-p", "aac-test-nobody"])
            #expect(result.status == 0)
            #expect(result.output.split(separator: "\n").count == 1)
            #expect(result.errors.contains("project 'aac-test-nobody' has no agents"))
            #expect(result.errors.contains(project.name))
        }
    }

    @Test func theProjectComesFromTheManifestsFolder() async throws {
        try await Project.with(.docker, [.idle("one")]) { project in
            let folder = try TemporaryFolder(named: project.name)
            let result = try await Tool.run(
                ["ps", "--engine", TestEngine.docker.host, "-f", "\(folder.path)/agent.yaml"])
            #expect(result.output.contains("\(project.name)-one-1"))
            let inside = try await Tool.run(["ps", "--engine", TestEngine.docker.host], folder: folder.path)
            #expect(inside.output.contains("\(project.name)-one-1"))
            let variable = try await Tool.run(
                ["ps"], environment: ["AAC_ENGINE": TestEngine.docker.host, "AAC_PROJECT": project.name])
            #expect(variable.output.contains("\(project.name)-one-1"))
        }
    }
}
