import Testing

/// What `validate` says without an engine is what `plan` would say.
@Suite(.timeLimit(.minutes(1))) struct ValidateTests {
    private func validate(_ text: String, _ arguments: String...) async throws -> Tool.Result {
        let folder = try TemporaryFolder(named: "validate")
        try folder.write(text, to: "agent.yaml")
        return try await Tool.run(["validate"] + arguments, folder: folder.path)
    }

    private static func agent(_ name: String = "hello", _ spec: String) -> String {
        """
        apiVersion: agent.dev/v1
        kind: Agent
        metadata: {name: \(name)}
        spec:
          runtime: python
          model: {provider: openai, name: gpt-4}
        \(spec.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n"))

        """
    }

    @Test func anUnsetSecretIsAMistake() async throws {
        let result = try await validate(
            Self.agent(
                "hello", "image: hello:1.0\nenvironment: [{name: KEY, from: secret, secretName: AAC_TEST_NOWHERE}]"))
        #expect(result.status == 65)
        #expect(result.errors.contains("there is no secret 'AAC_TEST_NOWHERE'"), "\(result.errors)")
    }

    @Test func whatTheBuildMissesIsAMistake() async throws {
        let result = try await validate(Self.agent("hello", ""))
        #expect(result.status == 65)
        #expect(result.errors.contains("main.py"), "\(result.errors)")
    }

    @Test(
        arguments: [
            ("ports: [{container: 80, host: 8080}]", true),
            ("ports: [{container: 80, host: 8080, hostIP: 0.0.0.0}]", true),
            ("ports: [{container: 80, host: 8081}]", false), ("ports: [{container: 80, host: 0}]", false),
            ("ports: [{container: 80, host: 8080, protocol: udp}]", false),
            ("ports: [{container: 80, host: 8080, hostIP: 127.0.0.2}]", false),
        ])
    func onePortIsForOneAgent(_ ports: String, _ isTaken: Bool) async throws {
        let result = try await validate(
            Self.agent("one", "image: a\nports: [{container: 80, host: 8080}]") + "---\n"
                + Self.agent("two", "image: a\n\(ports)"))
        #expect(result.status == (isTaken ? 65 : 0), "\(result.errors)")
        #expect(
            result.errors.contains("agent.yaml:17:33: error: agent 'one' publishes port 8080 of the host too")
                == isTaken,
            "\(result.errors)")
    }

    /// A permission is the command's, not the manifest's.
    @Test func whatNeedsAPermissionIsAWarning() async throws {
        let result = try await validate(Self.agent("hello", "image: a\nnetwork: {mode: host}"))
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.errors.contains("warning: the host's network is not for agents"), "\(result.errors)")
    }

    @Test func filesAreArgumentsToo() async throws {
        let result = try await Tool.run(["validate", "/nowhere/agent.yaml"])
        #expect(result.status == 74 && result.errors.contains("/nowhere/agent.yaml"), "\(result.errors)")
    }
}
