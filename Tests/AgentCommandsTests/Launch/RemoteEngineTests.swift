import AgentRuntime
import AgentTesting
import Diagnostics
import EngineAPI
import Testing

/// An engine that is reached as if it were on another host: it is given no files of this one.
@Suite(.timeLimit(.minutes(10))) struct RemoteEngineTests {
    /// The address of a relay to an engine that no command takes for one of this host.
    private func address(of relay: FaultProxy) throws -> String {
        let port = try #require(relay.host.split(separator: ":").last)
        return "tcp://0.0.0.0:\(port)"
    }

    @Test(arguments: TestEngine.allCases) func theLauncherArrivesInAVolume(_ engine: TestEngine) async throws {
        let manifest = LaunchFolder.manifest(
            script: "cat /run/aac/cage; (echo x > /run/aac/cage) 2>&1; trap 'exit 0' TERM; sleep 60 & wait")
        try await LaunchFolder.with(engine, manifest) { launch in
            let relay = try FaultProxy(to: engine.host, listening: .tcp)
            defer { relay.stop() }
            let host = try address(of: relay)
            func run(_ arguments: String...) async throws -> Tool.Result {
                try await Tool.run(arguments + ["--engine", host], folder: launch.path)
            }
            let up = try await run("up", "-d")
            #expect(up.status == 0, "\(up.errors)")
            #expect(up.errors.contains("does not share this host's files"), "\(up.errors)")
            #expect(try await run("restart", "--timeout", "0", "hello").status == 0)
            #expect(try await run("stop", "hello").status == 0)
            let logs = try await run("logs", "hello")
            #expect(logs.output.contains("no-new-privileges\nseccomp\n"), "\(logs.output)")
            #expect(
                logs.output.contains("end\nsh: can't create /run/aac/cage: Read-only file system\n"), "\(logs.output)")
            let volumes = try await launch.leftovers().filter { $0.hasPrefix("volume") }
            #expect(volumes.count == 1, "\(volumes)")
            #expect(try await run("down").status == 0)
            #expect(try await launch.leftovers().isEmpty)
        }
    }

    /// Nothing is built for an agent that cannot run there.
    @Test(
        arguments: TestEngine.allCases,
        [
            ("secrets: [{name: key, from: env, envKey: HOME}]", "the secrets 'key' cannot arrive"),
            ("volumes: [{source: ./data, target: /data}]", "/data' cannot arrive"),
        ])
    func whatCannotArriveIsRefusedBeforeTheBuild(_ engine: TestEngine, part: (keys: String, words: String)) async throws
    {
        let manifest = """
            apiVersion: agent.dev/v1
            kind: Agent
            metadata: {name: hello}
            spec:
              runtime: python
              build: {context: .}
              model: {provider: openai, name: gpt-4}
              \(part.keys)

            """
        try await LaunchFolder.with(engine, manifest) { launch in
            try launch.write("FROM \(TestEngine.image)\nRUN [\"sh\", \"-c\", \"exit 9\"]\n", to: "Dockerfile")
            try launch.write("", to: "data")
            let relay = try FaultProxy(to: engine.host, listening: .tcp)
            defer { relay.stop() }
            let host = try address(of: relay)
            for command in [["plan"], ["up", "-d"]] {
                let refused = try await Tool.run(command + ["--engine", host], folder: launch.path)
                #expect(refused.status != 0 && refused.errors.contains(part.words), "\(command): \(refused.errors)")
                #expect(!refused.errors.contains("exit 9"), "\(refused.errors)")
            }
        }
    }

    /// What is raised behind the launcher's back is seen from inside, too.
    ///
    /// Docker alone: Podman 4.3 does not keep a change over a start.
    @Test func theLauncherAloneRefusesAnotherCage() async throws {
        let manifest = LaunchFolder.manifest(script: "echo ran; trap 'exit 0' TERM; sleep 60 & wait")
        try await LaunchFolder.with(.docker, manifest) { launch in
            #expect(try await launch.run("up", "-d").status == 0)
            let labels = EngineFilters.labels([AgentIdentity.Label.project: launch.project])
            let container = try #require(try await launch.client.containers.list(filters: labels).first)
            var update = ContainerUpdate()
            update.pidsLimit = 1000
            try await launch.client.containers.update(container.id, update)
            try await launch.client.containers.restart(container.id, timeout: .zero)
            #expect(try await launch.client.containers.wait(container.id, condition: .notRunning).exit().code == 125)
            let logs = try await launch.run("logs", "hello")
            #expect(logs.output.hasPrefix("ran\n") && !logs.output.dropFirst(4).contains("ran"), "\(logs.output)")
            #expect((logs.output + logs.errors).contains("'processes': the limit is higher"), "\(logs)")
        }
    }
}
