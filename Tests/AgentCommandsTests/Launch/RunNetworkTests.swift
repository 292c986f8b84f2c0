import AgentRuntime
import AgentTesting
import EngineAPI
import Testing

/// Single images are on their project's network.
@Suite(.timeLimit(.minutes(3))) struct RunNetworkTests {
    private static func reaches(_ address: String, from launch: LaunchFolder, _ name: String) async throws -> Bool {
        // It asks until the server listens.
        let ask = "for i in 1 2 3; do echo | nc -w 2 \(address) 8080 && exit; sleep 0.1; done; exit 1"
        let asked = try await launch.run("exec", "\(launch.project)-\(name)", "--", "sh", "-c", ask)
        return asked.status == 0
    }

    /// Whether each of several connections is refused or lost sooner or later. While Docker makes or removes any network, its rules
    /// are away for a moment, and one connection can slip through; where nothing parts two networks, all do.
    private static func isApart(_ address: String, from launch: LaunchFolder, _ name: String) async throws -> Bool {
        let ask = "for i in 1 2 3 4 5 6 7 8; do echo | nc -w 1 \(address) 8080 || exit 1; sleep 0.2; done"
        let asked = try await launch.run("exec", "\(launch.project)-\(name)", "--", "sh", "-c", ask)
        return asked.status == 1
    }

    @Test(arguments: TestEngine.allCases)
    func agentsOfDifferentProjectsAreApart(_ engine: TestEngine) async throws {
        try await LaunchFolder.with(engine) { first in
            try await LaunchFolder.with(engine) { second in
                let one = try await first.runServer("one")
                let two = try await second.runServer("two")
                let other = try await first.runServer("other")
                #expect(try await Self.reaches(other, from: first, "one"))
                #expect(try await Self.reaches(one, from: first, "other"))
                #expect(try await Self.isApart(two, from: first, "one"))
                #expect(try await Self.isApart(one, from: second, "two"))
            }
        }
    }

    /// The network goes with the last agent on it, however that goes, and not before.
    @Test(arguments: TestEngine.allCases, [["run"], ["run", "--wait"], ["run", "-i"]])
    func theNetworkGoesWithTheLastAgent(_ engine: TestEngine, _ command: [String]) async throws {
        try await LaunchFolder.with(engine) { launch in
            func run() async throws -> Int32 {
                try await Tool.run(
                    command + launch.engineOptions + [TestEngine.image, "true"], folder: launch.path
                ).status
            }
            #expect(try await run() == 0)
            #expect(try await launch.leftovers() == [])
            _ = try await launch.runServer("stays")
            // The network is for an agent that is stopped, and comes back to it.
            #expect(try await launch.run("stop", "--timeout", "0s", "\(launch.project)-stays").status == 0)
            #expect(try await run() == 0)
            #expect(try await launch.leftovers().contains("network \(launch.project)_agents"))
            #expect(try await launch.run("rm").status == 0)
            #expect(try await launch.leftovers() == [])
        }
    }
}
