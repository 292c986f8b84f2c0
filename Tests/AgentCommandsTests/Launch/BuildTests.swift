import AgentTesting
import EngineAPI
import Testing

@Suite(.timeLimit(.minutes(10))) struct BuildCommandTests {
    private let manifest = """
        apiVersion: agent.dev/v1
        kind: Agent
        metadata: {name: built, version: "1"}
        spec:
          runtime: python
          build: {context: .}
          model: {provider: openai, name: gpt-4}

        """

    @Test(arguments: TestEngine.allCases)
    func upBuildsAndRuns(engine: TestEngine) async throws {
        try await LaunchFolder.with(engine, manifest) { launch in
            try launch.write("FROM \(TestEngine.image)\nCOPY note /note\nCMD [\"sleep\", \"600\"]\n", to: "Dockerfile")
            try launch.write("in the image", to: "note")
            let up = try await launch.run("up", "-d")
            #expect(up.status == 0, "\(up.errors)")
            #expect(up.errors.contains("COPY note /note"))
            #expect(try await launch.run("exec", "built", "--", "cat", "/note").output == "in the image")
            // A changed source makes a new image, and with it a new container.
            try launch.write("changed", to: "note")
            #expect(try await launch.run("up", "-d").output.contains("built  ready"))
            #expect(try await launch.run("exec", "built", "--", "cat", "/note").output == "changed")
            #expect(try await launch.run("down", "--timeout", "0s").status == 0)
            try await launch.client.images.remove("\(launch.project)-built:1", force: true)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func upAfterDownBuildsNothing(engine: TestEngine) async throws {
        try await LaunchFolder.with(engine, manifest) { launch in
            try launch.write("FROM \(TestEngine.image)\nCOPY note /note\nCMD [\"sleep\", \"600\"]\n", to: "Dockerfile")
            try launch.write(launch.project, to: "note")
            let first = try await launch.run("up", "-d")
            #expect(first.status == 0 && first.errors.contains("built: built"), "\(first.errors)")
            #expect(try await launch.run("down", "--timeout", "0s").status == 0)
            let image = try await launch.client.images.inspect("\(launch.project)-built:1").id
            let second = try await launch.run("up", "-d")
            #expect(second.status == 0, "\(second.errors)")
            let digits = image.split(separator: ":").last?.prefix(12) ?? ""
            #expect(second.errors.contains("built: image up to date (\(digits))"), "\(second.errors)")
            #expect(!second.errors.contains("COPY note"))
            // What is asked for is done.
            let built = try await launch.run("build", "--no-cache")
            #expect(built.status == 0 && built.errors.contains("COPY note"), "\(built.errors)")
            #expect(try await launch.run("down", "--timeout", "0s").status == 0)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func aFailingStepIsNamed(engine: TestEngine) async throws {
        try await LaunchFolder.with(engine, manifest) { launch in
            try launch.write("FROM \(TestEngine.image)\nRUN echo some words && exit 3\n", to: "Dockerfile")
            let result = try await launch.run("up", "-d")
            #expect(result.status == 1, "\(result.errors)")
            #expect(result.errors.contains("some words"))
            #expect(result.errors.contains(">   2 | RUN echo some words"))
            #expect(try await launch.leftovers() == [])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func ctrlCDuringABuildLeavesNothing(engine: TestEngine) async throws {
        try await LaunchFolder.with(engine, manifest) { launch in
            try launch.write("FROM \(TestEngine.image)\nRUN echo busy && sleep 600\n", to: "Dockerfile")
            let result = try await launch.interrupt("build", after: "busy")
            #expect(result.status == 130)
            #expect(try await launch.leftovers() == [])
        }
    }
}
