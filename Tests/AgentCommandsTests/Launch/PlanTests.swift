import Testing

@Suite(.timeLimit(.minutes(10))) struct PlanTests {
    private let nowhere = ["DOCKER_HOST": "unix:///no/such.sock", "AAC_ENGINE": "unix:///no/such.sock"]

    @Test func planAsksNoEngineAndShowsWhereSettingsCameFrom() async throws {
        let folder = try TemporaryFolder(named: "shop")
        try folder.write(LaunchFolder.server, to: "agent.yaml")
        let result = try await Tool.run(["plan", "--memory", "64Mi"], environment: nowhere, folder: folder.path)
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.hasPrefix("hello: container shop-hello-1\n"))
        #expect(result.output.contains("64Mi, no swap"))
        #expect(result.output.contains("--memory"))
        #expect(result.output.contains("http :8080/passwd"))
    }

    @Test func planAsJSONHoldsTheOptions() async throws {
        let folder = try TemporaryFolder(named: "shop")
        try folder.write(LaunchFolder.server, to: "agent.yaml")
        let result = try await Tool.run(["plan", "--output", "json"], environment: nowhere, folder: folder.path)
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains(#""project": "shop""#))
        #expect(result.output.contains(#""memory": 1073741824"#))
    }

    @Test func aGeneratedDockerfileIsShown() async throws {
        let folder = try TemporaryFolder(named: "shop")
        try folder.write("print('hello')\n", to: "main.py")
        try folder.write(
            """
            apiVersion: agent.dev/v1
            kind: Agent
            metadata: {name: snake, version: 1.2.0}
            spec:
              runtime: python:3.11
              dependencies: [requests]
              model: {provider: openai, name: gpt-4}

            """, to: "agent.yaml")
        let result = try await Tool.run(
            ["plan", "--dockerfile", "--base-image", "my/python:1"], environment: nowhere, folder: folder.path)
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("shop-snake:1.2.0"))
        #expect(result.output.contains("FROM my/python:1"))
        #expect(result.output.contains("requests"))
    }
}
