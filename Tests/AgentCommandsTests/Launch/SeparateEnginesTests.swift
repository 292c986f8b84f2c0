import AgentTesting
import EngineAPI
import Glibc
import Synchronization
import Testing

/// One project's name, on two engines and after a command that was killed.
@Suite(.timeLimit(.minutes(10))) struct SeparateEnginesTests {
    private static let manifest = LaunchFolder.manifest(
        script: "exec sleep 600", "environment: [{name: API_KEY, from: secret}]\nconfig: {a: 1}")

    @Test(arguments: TestEngine.allCases)
    func downLeavesAnotherEnginesSecrets(_ engine: TestEngine) async throws {
        let other: TestEngine = engine == .docker ? .podman : .docker
        try other.skipIfNotThere()
        try await LaunchFolder.with(engine, Self.manifest) { launch in
            let up = try await launch.run("up", "-d", environment: ["API_KEY": "sk-hunter22"])
            #expect(up.status == 0, "\(up.errors)")
            let down = try await Tool.run(["down", "-p", launch.project, "--engine", other.host])
            #expect(
                down.errors == "project '\(launch.project)' has nothing to remove\n", "\(down.output)\(down.errors)")
            let read = try await launch.run("exec", "hello", "--", "cat", "/run/secrets/API_KEY")
            #expect(read.output.contains("***") || read.output.contains("sk-hunter22"), "\(read.output)\(read.errors)")
            #expect(try await launch.run("restart").status == 0)
        }
    }

    /// A call that was under way when its client was killed is carried out later.
    @Test(arguments: TestEngine.allCases)
    func downWaitsForWhatAKilledCommandHadBegun(_ engine: TestEngine) async throws {
        try await LaunchFolder.with(engine, LaunchFolder.manifest(script: "exec sleep 600")) { launch in
            let victim = FaultVictim()
            let (looks, look) = AsyncStream.makeStream(of: Void.self)
            let isCreated = Mutex(false)
            let proxy = try FaultProxy(to: engine.host) { call, moment in
                // Podman has calls of its own for networks.
                let makes = call.method == "POST" && call.path.hasSuffix("/networks/create")
                let lists = call.method == "GET" && ["/networks", "/libpod/networks/json"].contains(call.path)
                if makes, moment == .beforeExecution { victim.kill() }
                guard victim.wasSignalled, lists, moment == .afterExecution else { return }
                // What `down` gets to see is from before.
                look.yield()
                while !isCreated.withLock(\.self) { usleep(1000) }
            }
            defer { proxy.stop() }
            let network = "\(launch.project)_agents"
            let (client, project) = (launch.client, launch.project)
            async let created: Void = {
                defer { isCreated.withLock { $0 = true } }
                for await _ in looks { break }
                _ = try await client.networks.create(
                    NetworkConfiguration(name: network, labels: ["dev.agent.project": project]))
            }()
            let up = try await launch.run(["up", "-d"], through: proxy.host, victim)
            #expect(up == 128 + SIGKILL)
            let down = try await Tool.run(["down", "-p", launch.project, "--engine", proxy.host])
            look.finish()
            try await created
            #expect(
                down.status == 0 && down.output.contains("removed network \(network)"), "\(down.output)\(down.errors)")
            #expect(try await launch.leftovers() == [])
            let again = try await Tool.run(["down", "-p", launch.project, "--engine", proxy.host])
            #expect(again.errors.contains("nothing to remove"), "\(again.output)\(again.errors)")
        }
    }
}
