import AgentRuntime
import AgentTesting
import AgentValues
import EngineAPI
import FoundationEssentials
import Glibc
import HTTPTransport
import Testing

/// Images and foreign containers whose labels are meant for us.
@Suite(.timeLimit(.minutes(10))) struct HostileLabelTests {
    private static let over = Lease(Lifetime(ttl: .seconds(1)), from: EngineTime(seconds: 1_700_000_000)).labels

    /// The labels of an image as `docker import` takes them.
    private static func changes(_ labels: [String: String]) -> [String] {
        ["CMD [\"sleep\", \"600\"]"] + labels.map { "LABEL \($0)=\"\($1)\"" }
    }

    /// Runs a test with an image that carries labels, and removes it with its containers.
    private func withImage(
        on engine: TestEngine, _ labels: [String: String],
        _ body: (_ client: EngineClient, _ image: String) async throws -> Void
    ) async throws {
        let client = try await engine.connectWithImage()
        defer { client.shutdown() }
        let name = TestEngine.uniqueName("labels")
        let container = try await client.containers.create(
            ContainerConfiguration(image: TestEngine.image, labels: TestEngine.labels), name: "\(name)-source")
        var archive: [UInt8] = []
        for try await piece in try await client.containers.archive(container.id, path: "/.") { archive += piece }
        try await client.containers.remove(container.id, force: true)
        try await client.images.import(.bytes(archive), as: name, tag: "1", changes: Self.changes(labels))
        let result: Result<Void, any Error>
        do { result = .success(try await body(client, "\(name):1")) } catch { result = .failure(error) }
        for container in try await client.containers.list(all: true, filters: ["ancestor": ["\(name):1"]]) {
            try await client.containers.remove(container.id, force: true)
        }
        try await client.images.remove("\(name):1", force: true)
        try result.get()
    }

    /// A container that somebody else started from an image with an agent's labels, whose time is over besides.
    @Test(arguments: TestEngine.allCases)
    func foreignContainersAreShownAndNotTouched(_ engine: TestEngine) async throws {
        let project = TestEngine.uniqueName("victim")
        let labels = AgentIdentity.testing(project: project, agent: "lib").labels.merging(Self.over) { $1 }
        try await withImage(on: engine, labels) { client, image in
            let name = "\(project)-theirs"
            let container = try await client.containers.create(ContainerConfiguration(image: image), name: name)
            try await client.containers.start(container.id)
            let options = ["--engine", engine.host]
            for command in [
                ["ps", "-p", "some-other-project"], ["down", "-p", project], ["reap"], ["ps", "-p", project, "--all"],
            ] {
                let result = try await Tool.run([command[0]] + options + command.dropFirst())
                #expect(result.status == 0, "\(command) \(result.errors)")
                #expect(!(result.output + result.errors).contains(name), "\(command) \(result.output)\(result.errors)")
            }
            for command in [
                ["stop", "lib"], ["rm", "--force", "lib"], ["restart", "lib"], ["exec", "lib", "--", "true"],
                ["logs", "lib"], ["stop", name], ["rm", "--force", container.id],
            ] {
                let result = try await Tool.run([command[0]] + options + ["-p", project] + command.dropFirst())
                #expect(result.status != 0, "\(command) \(result.output)")
            }
            #expect(try await client.containers.inspect(container.id).state.isRunning)
            let shown = try await Tool.run(["ps", "--all-projects"] + options)
            let line = shown.output.split(separator: "\n").first { $0.contains(name) }
            #expect(line?.contains("foreign, running") == true, "\(shown.output)")
            let json = try await Tool.run(["ps", "--all-projects", "--output", "json"] + options)
            #expect(json.output.contains(#""foreign": true"#), "\(json.output)")
        }
    }

    /// Each agent has all labels of ours, so that it has none of its image's.
    @Test(arguments: TestEngine.allCases)
    func anImagesLabelsAreNotItsAgents(_ engine: TestEngine) async throws {
        let labels = AgentIdentity.testing(project: "victim", agent: "lib").labels.merging(Self.over) { $1 }
        try await withImage(on: engine, labels) { client, image in
            try await LaunchFolder.with(engine) { launch in
                let name = "\(launch.project)-own"
                let run = try await launch.run("run", "-d", "--name", name, image, "sleep", "600")
                #expect(run.status == 0, "\(run.errors)")
                _ = try await Tool.run(["ps", "-p", "some-other-project", "--engine", engine.host])
                let container = try await client.containers.inspect(name)
                #expect(container.state.isRunning)
                #expect(Lease(labels: container.configuration.labels ?? [:]) == nil)
                #expect(try await launch.run("ps").output.contains(name))
                #expect(try await launch.run("down").output.contains("removed container \(name)"))
            }
        }
    }

    /// The labels of a container that was started with them by hand.
    private func attack(
        _ engine: TestEngine, _ labels: [String: String], target: String, _ command: [String]
    ) async throws {
        let client = try await engine.connectWithImage()
        defer { client.shutdown() }
        try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
        try Data("stays".utf8).write(to: URL(filePath: "\(target)/file"))
        let name = TestEngine.uniqueName("attack")
        let container = try await client.containers.create(
            ContainerConfiguration(image: TestEngine.image, labels: labels), name: name)
        let result = try await Tool.run(command + ["--engine", engine.host])
        #expect(result.status == 0, "\(result.errors)")
        #expect((try? Data(contentsOf: URL(filePath: "\(target)/file"))) == Data("stays".utf8))
        // It is not ours.
        #expect(try await client.containers.inspect(container.id).name == name)
        try await client.containers.remove(container.id, force: true)
    }

    @Test(arguments: TestEngine.allCases) func labelsCannotNameAFolderOfTheHost(_ engine: TestEngine) async throws {
        let folder = "/tmp/\(TestEngine.uniqueName("t"))"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let victim = TestEngine.uniqueName("victim")
        // A folder on the way has to be there for `..` to lead on.
        try FileManager.default.createDirectory(
            atPath: "\(folder)/lib-1.2", withIntermediateDirectories: true)
        try await attack(
            engine,
            [
                "dev.agent.project": victim, "dev.agent.name": "../../../..\(folder)/lib", "dev.agent.replica": "1",
                "dev.agent.run": "2/../target",
            ], target: "\(folder)/target", ["down", "-p", victim])
        try await attack(
            engine,
            [
                "dev.agent.project": "../../..\(folder)", "dev.agent.name": "victim", "dev.agent.replica": "1",
                "dev.agent.run": "aaaa",
            ].merging(Self.over) { $1 }, target: "\(folder)/victim-1.aaaa", ["ps", "-p", "some-other-project"])
    }
}
