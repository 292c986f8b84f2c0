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
        var health: String?
        var reason: String?
        var cpuPercent: Double?
        var memory: Int?
        var memoryLimit: Int?
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
                    "AGENT", "REPLICA", "STATE", "HEALTH", "RESTARTS", "CPU", "%", "MEMORY", "PORTS", "AGE",
                    "CONTAINER",
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
            #expect(everywhere.output.contains(project.name), "\(everywhere.errors)")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func showsWhatAgentsUseAndWhyTheyEnded(_ engine: TestEngine) async throws {
        let busy = Project.Agent("busy", ["sh", "-c", "while :; do :; done"], starts: false) {
            $0.host = HostConfiguration()
            $0.host?.memory = 64 << 20
        }
        let greedy = Project.Agent("greedy", ["sleep", "600"], starts: false) {
            $0.host = HostConfiguration()
            $0.host?.memory = 16 << 20
            $0.host?.memorySwap = 16 << 20
        }
        try await Project.with(engine, [busy, .idle("idle"), greedy]) { project in
            _ = try await project.start("busy")
            try await project.starve("greedy")
            let json = try await project.run("ps", "--all", "--output", "json")
            let rows = try JSONDecoder().decode([Row].self, from: Data(json.output.utf8))
            #expect(rows.map(\.agent) == ["busy", "greedy", "idle"])
            #expect((rows[0].cpuPercent ?? 0) > 5)
            #expect(rows[0].memoryLimit == 64 << 20)
            #expect((1..<(64 << 20)).contains(rows[0].memory ?? 0))
            #expect((rows[2].cpuPercent ?? 100) < 5)
            #expect(rows[2].memoryLimit == nil)
            #expect(rows[1].memory == nil)
            #expect(rows[1].exitCode == 137)
            // Podman does not tell that it has seen it, so it may not have.
            if engine == .docker { #expect(rows[1].reason == "out of memory") }
            let text = try await project.run("ps", "--all", "--no-stats")
            if engine == .docker { #expect(text.output.contains("exited (137, out of memory)")) }
            #expect(!text.output.contains("CPU"))
            #expect(try await project.run("ps", "--services").output == "busy\nidle\n")
            let ids = try await project.run("ps", "--quiet").output.split(separator: "\n").map(String.init)
            #expect(try await ids == [project.id(of: "busy"), project.id(of: "idle")])
        }
    }

    /// Podman checks by timers of systemd, which tests do not have.
    @Test func healthComesWithTheLastFailure() async throws {
        let sick = Project.Agent("sick", ["sleep", "600"]) {
            $0.healthCheck = HealthCheckConfiguration(
                test: ["CMD-SHELL", "echo no answer; exit 3"], interval: .milliseconds(20), retries: 1)
        }
        try await Project.with(.docker, [sick]) { project in
            let id = try await project.id(of: "sick")
            while try await project.client.containers.inspect(id).state.health?.status != .unhealthy {}
            let text = try await project.run("ps")
            #expect(text.output.contains("unhealthy: no answer"))
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

extension Project {
    /// Starts an agent that wants more memory than it may have, and ends it with SIGKILL once the engine knows.
    ///
    /// Engines hear of the kernel's kill and of the end of a container by two ways. Where one process is both, a busy engine can
    /// be through with the container before it looks at the first, and never learns why it ended; nor does it learn of a kill
    /// before its start of the container has returned.
    fileprivate func starve(_ agent: String) async throws {
        let id = try await id(of: agent)
        let exit = try await client.containers.wait(id, condition: .nextExit)
        if engine == .docker {
            let kills = try await client.system.events(filters: ["container": [id], "event": ["oom"]])
            try await client.containers.start(id)
            #expect(try await run("exec", agent, "--", "tail", "/dev/zero").status == 137)
            for try await _ in kills { break }
        } else {
            try await client.containers.start(id)
        }
        try await client.containers.kill(id)
        _ = try await exit.exit()
    }
}
