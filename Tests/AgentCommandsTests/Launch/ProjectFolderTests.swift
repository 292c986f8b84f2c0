import AgentTesting
import EngineAPI
import SystemPackage
import Testing

/// Which project a command is about.
@Suite(.timeLimit(.minutes(2))) struct ProjectFolderTests {
    private static let agent = LaunchFolder.manifest(script: "exec sleep 600")

    private func run(_ arguments: [String], in folder: TemporaryFolder, _ name: String, _ engine: TestEngine)
        async throws
        -> Tool.Result
    {
        try await Tool.run(
            [arguments[0], "--engine", engine.host] + arguments.dropFirst(), folder: folder.path.appending(name))
    }

    /// Two checkouts of one name are one project; the second has to say that it means it.
    @Test(arguments: TestEngine.allCases)
    func aSecondFolderOfTheNameIsNotTheFirst(_ engine: TestEngine) async throws {
        let name = TestEngine.uniqueName("twins")
        let (one, two) = (try TemporaryFolder(named: "first"), try TemporaryFolder(named: "second"))
        try await engine.connectWithImage().shutdown()
        for folder in [one, two] { try folder.write(Self.agent, to: "\(name)/agent.yaml") }
        func first(_ arguments: String...) async throws -> Tool.Result {
            try await run(arguments, in: one, name, engine)
        }
        func second(_ arguments: String...) async throws -> Tool.Result {
            try await run(arguments, in: two, name, engine)
        }
        let started = try await first("up", "-d")
        #expect(started.status == 0, "\(started.errors)")
        for command in [["up", "-d"], ["down"], ["rm", "-f"], ["scale", "hello=2"]] {
            let refused = try await run(command, in: two, name, engine)
            #expect(refused.status == 64, "\(command) \(refused.errors)")
            #expect(refused.errors.contains("\(one.path.string)/\(name)"), "\(refused.errors)")
        }
        // Who names the project means it.
        #expect(try await second("ps", "-q").output.split(separator: "\n").count == 1)
        let ended = try await second("down", "--project", name, "-t", "0s")
        #expect(ended.status == 0 && ended.output.contains("removed container"), "\(ended.errors)")
    }

    /// With several manifests, the folder of the first names the project, for every command.
    @Test func severalManifestsNameOneProject() async throws {
        let name = TestEngine.uniqueName("several")
        let folder = try TemporaryFolder(named: "several")
        try await TestEngine.docker.connectWithImage().shutdown()
        try folder.write(Self.agent, to: "\(name)/agent.yaml")
        try folder.write(LaunchFolder.manifest("keyed", script: "exec sleep 600"), to: "keyed/agent.yaml")
        let files = ["-f", name, "-f", "keyed"]
        func run(_ arguments: [String]) async throws -> Tool.Result {
            try await Tool.run(
                [arguments[0], "--engine", TestEngine.docker.host] + arguments.dropFirst(), folder: folder.path)
        }
        #expect(try await run(["up", "-d"] + files).status == 0)
        #expect(try await run(["ps", "--services"] + files).output == "hello\nkeyed\n")
        let ended = try await run(["down", "-t", "0s"] + files)
        #expect(ended.output.split(separator: "\n").count { $0.hasPrefix("removed container") } == 2, "\(ended.output)")
    }
}
