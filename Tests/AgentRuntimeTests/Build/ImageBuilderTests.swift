import AgentManifest
import AgentTesting
import EngineAPI
import Glibc
import Synchronization
import Testing

@testable import AgentRuntime

/// Builds on the real engines.
@Suite(.timeLimit(.minutes(5))) struct ImageBuilderTests {
    /// The label by which a test's images are found.
    static let mark = "aac-runtime.test.build"

    /// A builder's words, and waiting for one of them.
    final class Outputs: Sendable {
        private struct State {
            var all: [BuildOutput] = []
            var waiting: [(wanted: BuildOutput, done: CheckedContinuation<Void, Never>)] = []
        }

        private let state = Mutex(State())

        var all: [BuildOutput] { state.withLock { $0.all } }
        var lines: [String] { all.compactMap { if case .line(let line) = $0 { line } else { nil } } }
        var notes: [String] { all.compactMap { if case .note(let note) = $0 { note } else { nil } } }

        func add(_ output: BuildOutput) {
            let done = state.withLock { state in
                state.all.append(output)
                let done = state.waiting.filter { $0.wanted == output }.map(\.done)
                state.waiting.removeAll { $0.wanted == output }
                return done
            }
            done.forEach { $0.resume() }
        }

        func wait(for output: BuildOutput) async {
            await withCheckedContinuation { done in
                let isThere = state.withLock { state in
                    if state.all.contains(output) { return true }
                    state.waiting.append((output, done))
                    return false
                }
                if isThere { done.resume() }
            }
        }
    }

    /// A folder, a plan for it under a name that no other test has, and an engine; everything is removed afterwards.
    /// `@name@` in a file stands for the name.
    func withPlan(
        on kind: TestEngine, _ files: [String: String],
        _ body: (ImageBuildPlan, EngineClient, TemporaryFolder) async throws -> Void
    ) async throws {
        let engine = try await kind.connectWithImage()
        let folder = try TemporaryFolder()
        let name = TestEngine.uniqueName("build")
        for (file, text) in files { try folder.add(file, text.split(separator: "@name@").joined(separator: name)) }
        var plan = ImageBuildPlan(agent: "agent", reference: "\(name):1", context: folder.path)
        plan.labels = TestEngine.labels
        plan.labels[Self.mark] = name
        plan.labels[AgentIdentity.Label.image] = "\(name)/agent"
        do {
            try await body(plan, engine, folder)
        } catch {
            await removeImages(of: plan, on: engine)
            throw error
        }
        await removeImages(of: plan, on: engine)
    }

    /// The images of steps that carry the label `step` with the plan's name.
    func stepImages(of plan: ImageBuildPlan, on engine: EngineClient) async -> [String]? {
        let name = plan.labels[Self.mark] ?? ""
        return await ImageBuild.images(on: engine, all: true, filters: .labels(["step": name]))?.map(\.id)
    }

    private func removeImages(of plan: ImageBuildPlan, on engine: EngineClient) async {
        let name = plan.labels[Self.mark] ?? ""
        // Images go after those that build on them.
        for label in [Self.mark, "step"] {
            for _ in 0..<8 {
                let images = await ImageBuild.images(on: engine, all: true, filters: .labels([label: name])) ?? []
                if images.isEmpty { break }
                for image in images { try? await engine.images.remove(image.id, force: true) }
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func buildsFromScratch(_ kind: TestEngine) async throws {
        let files = [
            "Dockerfile": "FROM scratch\nCOPY . /\nCMD [\"/run\"]\n",
            ".dockerignore": "secret\nDockerfile\n.dockerignore",
            "run": "x", "secret": "s", "ä/b c": "y",
        ]
        try await withPlan(on: kind, files) { plan, engine, folder in
            var plan = plan
            plan.ignoreLines = ["secret", "Dockerfile", ".dockerignore", "!Dockerfile", "!.dockerignore"]
            plan.hidesDockerfile = true
            plan.notes = ["a note"]
            let outputs = Outputs()
            let image = try await ImageBuilder().build(plan, on: engine, output: outputs.add)
            #expect(image.reference == plan.reference)
            #expect(outputs.notes == ["a note"])
            #expect(outputs.all.contains { if case .step(2, _, "COPY . /") = $0 { true } else { false } })
            let inspection = try await engine.images.inspect(plan.reference)
            #expect(inspection.id == image.id)
            #expect(
                inspection.configuration?.labels?[AgentIdentity.Label.image]
                    == plan.labels[AgentIdentity.Label.image])
            #expect(inspection.configuration?.command == ["/run"])
            let listing = try await content(of: image.id, at: "/", on: engine)
            #expect(listing == ["run", "ä", "ä/b c"])
        }
    }

    /// The paths below a folder of an image, by a container that is never started.
    func content(of image: String, at path: String, on engine: EngineClient) async throws -> [String] {
        let configuration = ContainerConfiguration(image: image, command: ["/x"], labels: TestEngine.labels)
        let container = try await engine.containers.create(configuration, name: TestEngine.uniqueName("build"))
        var archive: [UInt8] = []
        for try await chunk in try await engine.containers.archive(container.id, path: path) { archive += chunk }
        try await engine.containers.remove(container.id, force: true)
        let made: Set = ["dev", "etc", "proc", "sys", ".dockerenv", "run/.containerenv"]
        // Without slashes at the ends: the engines differ in these.
        return try await BuildContextTests.tar(["-tP"], input: archive).split(separator: "\n")
            .map { $0.split(separator: "/").filter { $0 != "." }.joined(separator: "/") }
            .filter { name in !name.isEmpty && !made.contains { name == $0 || name.hasPrefix("\($0)/") } }.sorted()
    }

    @Test(arguments: TestEngine.allCases)
    func buildsAMadeDockerfile(_ kind: TestEngine) async throws {
        let definition = """
            name: shell
            defaultVersion: "2"
            image: aac-test/busybox:${version}
            user: "65534:65534"
            recipes:
              - files: [packages]
                copy: [packages]
                install: ["cat packages > /installed"]
            start:
              - files: [main.sh]
                command: [sh, "${entry}"]
            """
        let files = ["main.sh": "cat /installed; id -u", "packages": "p", ".env": "KEY=1", "agent.yaml": "x"]
        try await withPlan(on: kind, files) { base, engine, folder in
            let catalog = RuntimeCatalog(definitions: [
                try RuntimeDefinition(content: Array(definition.utf8), file: "shell.yaml")
            ])
            var manifest = Manifest(
                name: "agent", runtime: .init(name: "shell"), model: .init(provider: "p", name: "m"))
            let project = try #require(base.labels[Self.mark])
            manifest.metadata.labels = TestEngine.labels.merging([Self.mark: project]) { $1 }
            let plan = try #require(
                try ImageBuildPlanner(catalog: catalog).plan(manifest, directory: folder.path, project: project))
            let image = try await ImageBuilder().build(plan, on: engine) { _ in }
            let configuration = try await engine.images.inspect(image.id).configuration
            #expect(configuration?.entrypoint == ["sh", "main.sh"] && configuration?.user == "65534:65534")
            #expect(configuration?.labels?[AgentIdentity.Label.image] == "\(project)/\(manifest.name)")
            let listing = try await content(of: image.id, at: "/app", on: engine)
            #expect(listing == ["app", "app/main.sh", "app/packages"])
            #expect(try await content(of: image.id, at: "/installed", on: engine) == ["installed"])

            // Again: everything comes from the cache, whatever the times of the files are.
            for name in files.keys { try folder.add(name, files[name] ?? "") }
            let outputs = Outputs()
            #expect(try await ImageBuilder().build(plan, on: engine, output: outputs.add).id == image.id)
            #expect(outputs.all.contains(.cached))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func namesTheStepThatFailed(_ kind: TestEngine) async throws {
        let files = [
            "Dockerfile":
                "FROM \(TestEngine.image)\nLABEL step=@name@\nRUN echo fine\nRUN { seq 1 30; echo bad; } >&2; exit 3\nRUN true\n"
        ]
        try await withPlan(on: kind, files) { plan, engine, _ in
            let outputs = Outputs()
            let error = await #expect(throws: BuildError.self) {
                try await ImageBuilder().build(plan, on: engine, output: outputs.add)
            }
            #expect(error?.code == .stepFailed)
            #expect(error?.message.hasSuffix("of the build failed: RUN { seq 1 30; echo bad; } >&2; exit 3") == true)
            // The place with three lines, the engine's words, a heading, and 20 lines.
            #expect(error?.details.count == 26)
            #expect(
                error?.details.prefix(3).map { $0 } == [
                    "Dockerfile:4:", "    3 | RUN echo fine", ">   4 | RUN { seq 1 30; echo bad; } >&2; exit 3",
                ])
            #expect(error?.details.contains("  30") == true && error?.details.contains("  bad") == true)
            #expect(outputs.lines.contains("1") && outputs.lines.contains("bad"))
            try await expectNothingRuns(on: engine, plan)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func namesTheBaseImageThatIsMissing(_ kind: TestEngine) async throws {
        let base = "localhost:9/\(TestEngine.uniqueName("base")):1"
        try await withPlan(on: kind, ["Dockerfile": "FROM \(base)\n"]) { plan, engine, _ in
            var plan = plan
            plan.baseImages = [base]
            let error = await #expect(throws: BuildError.self) {
                try await ImageBuilder().build(plan, on: engine) { _ in }
            }
            #expect(error?.code == .baseImageMissing && error?.message.contains("'\(base)'") == true)
            #expect(error?.details.count == 1 && error?.hint != nil)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func passesOnWhatTheEngineRefuses(_ kind: TestEngine) async throws {
        try await withPlan(on: kind, ["Dockerfile": "NONSENSE\n"]) { plan, engine, _ in
            let error = await #expect(throws: BuildError.self) {
                try await ImageBuilder().build(plan, on: engine) { _ in }
            }
            #expect(error?.code == .engine || error?.code == .stepFailed)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func saysWhichFileItCannotSend(_ kind: TestEngine) async throws {
        try await withPlan(on: kind, ["Dockerfile": "FROM scratch\nCOPY . /\n"]) { plan, engine, folder in
            var plan = plan
            plan.context = folder["nowhere"]
            let error = await #expect(throws: BuildError.self) {
                try await ImageBuilder().build(plan, on: engine) { _ in }
            }
            #expect(error?.code == .contextMissing)
        }
    }

    /// On Docker with BuildKit, and with its first builder.
    @Test(arguments: [(TestEngine.docker, false), (.docker, true), (.podman, false)])
    func leavesNothingWhenCancelled(_ kind: TestEngine, hidesDockerfile: Bool) async throws {
        let sleep = Int.random(in: 100_000...999_999)
        let files = [
            "Dockerfile":
                "FROM \(TestEngine.image)\nLABEL step=@name@\nCOPY f /f\nRUN echo made > /made\nRUN sleep \(sleep) & until grep -q ^sleep /proc/$!/cmdline; do :; done; echo started; wait\nRUN echo next\n",
            "f": "\(sleep)",
        ]
        try await withPlan(on: kind, files) { base, engine, _ in
            let plan = hidesDockerfile ? base.hidingItsDockerfile : base
            let outputs = Outputs()
            let task = Task { try await ImageBuilder().build(plan, on: engine, output: outputs.add) }
            await outputs.wait(for: .line("started"))
            #expect(processes(running: "sleep \(sleep)") > 0)
            // BuildKit lists no steps as images.
            let listsSteps = kind == .podman || hidesDockerfile
            #expect(try #require(await stepImages(of: plan, on: engine)).count >= (listsSteps ? 2 : 0))
            let clock = ContinuousClock()
            let start = clock.now
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(clock.now - start < .seconds(60))
            #expect(processes(running: "sleep \(sleep)") == 0)
            try await expectNothingRuns(on: engine, plan)
            await #expect(throws: EngineError.self) { try await engine.images.inspect(plan.reference) }
            #expect(await stepImages(of: plan, on: engine) == [])
        }
    }

    /// Podman's builder stops where it is; Docker's goes on, and may be at its end.
    @Test func keepsAnImageThatWasFinishedBeforeTheCancellation() async throws {
        let files = ["Dockerfile": "FROM \(TestEngine.image)\nLABEL step=@name@\nENV A=b\nENV C=d\n"]
        try await withPlan(on: .docker, files) { base, engine, _ in
            let plan = base.hidingItsDockerfile
            let running = Mutex<Task<BuiltImage, any Error>?>(nil)
            let (started, start) = AsyncStream.makeStream(of: Void.self)
            let task = Task {
                for await _ in started {}
                return try await ImageBuilder().build(plan, on: engine) { output in
                    guard case .line(let line) = output, line.hasPrefix("Successfully tagged") else { return }
                    running.withLock { $0?.cancel() }
                }
            }
            running.withLock { $0 = task }
            let clock = ContinuousClock()
            let before = clock.now
            start.finish()
            let result = await task.result
            #expect(throws: CancellationError.self) { try result.get() }
            // Not until the clean-up's time is over, as for layers that cannot go.
            #expect(clock.now - before < ImageBuild.cleanUpLimit)
            let tags = try await engine.images.inspect(plan.reference).tags
            #expect(tags.count == 1)
        }
    }

    /// How many processes of this host have `text` as their command line.
    private func processes(running text: String) -> Int {
        guard let names = try? LocalFolderReader().names(in: "/proc") else { return 0 }
        return names.count { name in
            guard Int(name) != nil,
                let line = try? LocalFolderReader().content(of: "/proc/\(name)/cmdline", limit: 4096)
            else {
                return false
            }
            return line.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ") == text
        }
    }

    private func expectNothingRuns(on engine: EngineClient, _ plan: ImageBuildPlan) async throws {
        let containers = try await engine.containers.list(all: true)
        #expect(!containers.contains { $0.labels[Self.mark] == plan.labels[Self.mark] })
    }

    @Test(arguments: TestEngine.allCases)
    func removesTheImageThatItReplaces(_ kind: TestEngine) async throws {
        let unique = TestEngine.uniqueName("content")
        try await withPlan(on: kind, ["Dockerfile": "FROM scratch\nCOPY f /f\n", "f": unique]) { plan, engine, folder in
            let first = try await ImageBuilder().build(plan, on: engine) { _ in }
            try folder.add("f", "2\(unique)")
            let second = try await ImageBuilder().build(plan, on: engine) { _ in }
            #expect(first.id != second.id)
            let error = await #expect(throws: EngineError.self) { try await engine.images.inspect(first.id) }
            #expect(error?.code == .notFound)

            // One that a container uses stays.
            let container = try await engine.containers.create(
                ContainerConfiguration(image: second.id, command: ["/f"], labels: TestEngine.labels),
                name: TestEngine.uniqueName("build"))
            try folder.add("f", "3\(unique)")
            _ = try await ImageBuilder().build(plan, on: engine) { _ in }
            #expect(try await engine.images.inspect(second.id).id == second.id)
            try await engine.containers.remove(container.id, force: true)
            try folder.add("f", "4\(unique)")
            _ = try await ImageBuilder().build(plan, on: engine) { _ in }
            await #expect(throws: EngineError.self) { try await engine.images.inspect(second.id) }
        }
    }
}

extension ImageBuildPlan {
    /// The same for Docker's first builder.
    var hidingItsDockerfile: ImageBuildPlan {
        var plan = self
        plan.hidesDockerfile = true
        return plan
    }
}
