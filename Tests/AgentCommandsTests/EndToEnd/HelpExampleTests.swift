import AgentTesting
import EngineAPI
import Foundation
import Subprocess
import SystemPackage
import Testing

@testable import AgentCommands

/// Runs every example of every command's help as it is written, with bash, in a folder as the examples have it: two agents run,
/// `hello` twice, and the files that are named are there.
@Suite(.timeLimit(.minutes(10))) struct HelpExampleTests {
    /// What has no end is interrupted after this many seconds.
    private static let limit = 4
    /// The statuses of examples that show a failure, or whose success depends on where they run.
    private static let statuses: [String: Set<Int32>] = [
        "aac-runtime plan --changes --exit-code": [0, 2],
        // There may be no registry.
        "aac-runtime pull python:3.12-slim": [0, 1, 125],
        "aac-runtime pull --quiet --output json python:3.12-slim": [0, 1, 125],
        "aac-runtime run --wait --output json hello:1.0 sh -c 'exit 3'": [3],
        // There is no terminal here.
        "aac-runtime exec -it hello -- sh": [64],
        "aac-runtime run -it --rm hello:1.0 sh": [64],
    ]

    @Test func everyCommandHasSome() {
        for example in HelpExample.all {
            #expect(!example.lines.isEmpty, "the help of '\(example.command)' has no examples")
        }
    }

    @Test(arguments: HelpExample.shards)
    func allWorkAsWritten(_ shard: HelpExample.Shard) async throws {
        for engine in TestEngine.allCases { try await engine.connectWithImage().shutdown() }
        let folder = try TemporaryFolder(named: TestEngine.uniqueName("help"))
        for step in Self.setUp { try await mustRun(step, in: folder) }
        try await Self.images.using {
            for step in Self.imageSteps { try await mustRun(step, in: folder) }
        } remove: {
            await removeImages()
        } during: {
            do {
                for line in shard.lines { try await check(line, in: folder) }
                try await cleanUp(folder)
            } catch {
                try? await cleanUp(folder)
                throw error
            }
        }
    }

    private func mustRun(_ step: String, in folder: TemporaryFolder) async throws {
        let result = try await run(step, in: folder)
        #expect(result.status == 0, "\(step)\n\(result.errors)")
    }

    private func check(_ line: String, in folder: TemporaryFolder) async throws {
        // What one example wrote or stopped must not be in the way of the next.
        let before = try await run("\(Self.reset) && aac-runtime up -d --quiet", in: folder)
        #expect(before.status == 0, "\(before.errors)")
        let result = try await run(line, in: folder, interrupted: true)
        let expected = Self.statuses[line] ?? [0, 124]
        #expect(
            expected.contains(result.status), "\(line)\nended with \(result.status)\n\(result.output)\(result.errors)")
    }

    private func cleanUp(_ folder: TemporaryFolder) async throws {
        for step in Self.tearDown { _ = try await run(step, in: folder) }
    }

    private func removeImages() async {
        for engine in TestEngine.allCases {
            guard let client = try? await engine.connectWithImage() else { continue }
            for image in Self.imageNames { _ = try? await client.images.remove(image, force: true) }
            client.shutdown()
        }
    }

    /// - Parameter interrupted: whether a command that goes on gets SIGINT, and is then expected to end; the status is 124.
    private func run(_ line: String, in folder: TemporaryFolder, interrupted: Bool = false) async throws -> Tool.Result
    {
        let words =
            interrupted ? ["-k", "60", "-s", "INT", "\(Self.limit)", "bash", "-c", line] : ["60", "bash", "-c", line]
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        let result = try await Subprocess.run(
            .name("timeout"), arguments: Arguments(words),
            environment: Tool.variables([
                "PATH": "\(folder.path)/bin:\(path)", "HOME": "\(folder.path)/home", "HELLO_PORT": "0",
                "AAC_ENGINE": TestEngine.docker.host, "TERM": "dumb",
            ]), workingDirectory: folder.path, input: .none, output: .string(limit: 8 << 20),
            error: .string(limit: 1 << 20))
        return Tool.Result(
            status: Tool.status(result.terminationStatus), output: result.standardOutput, errors: result.standardError)
    }

    private static let root = FilePath(#filePath).removingLastComponent().removingLastComponent()
        .removingLastComponent()
        .removingLastComponent()

    private static let agents = """
        apiVersion: agent.dev/v1
        kind: Agent
        metadata: {name: hello}
        spec:
          runtime: python
          image: hello:1.0
          model: {provider: ollama, name: llama3.2}
          ports: [{container: 8080, host: 0}]
          healthCheck: {path: /health, startInterval: 50ms}
          scaling: {replicas: 2}
        """

    private static var setUp: [String] {
        [
            "mkdir -p bin data images other home/.config/fish/completions && ln -s '\(Tool.path)' bin/aac-runtime",
            "cp -r '\(root)/images/hello' images/ && cat > agent.yaml << 'END'\n\(agents)\nEND",
            "sed 's/name: hello/name: other/; /scaling/d' agent.yaml > other/agent.yaml",
            "{ echo ---; cat other/agent.yaml; } >> agent.yaml",
            "printf '#!/bin/sh\\ncat other/agent.yaml\\n' > bin/generate-manifest && chmod +x bin/generate-manifest",
            "aac-runtime seccomp export --format json > profile.json",
            "printf 'base: default\\nallow: [ptrace]\\n' > rules.yaml",
            "cp -r . ../pristine",
        ]
    }

    private static var imageSteps: [String] {
        TestEngine.allCases.flatMap { engine in
            [
                "aac-runtime build --quiet --engine \(engine.host) --project help -f images/hello",
                "curl -fsS --unix-socket '\(engine.host.dropFirst("unix://".count))' -X POST \\\n"
                    + "'http://engine/images/help-hello:1.0.0/tag?repo=hello&tag=1.0'",
            ]
        }
    }

    /// One for all shards.
    private static let images = SharedFixture()

    /// What is made for the examples, and what they build.
    private static let imageNames = ["help-hello:1.0.0", "hello:1.0", "hello-hello:1.0.0", "hello-record-hello:1.0.0"]

    private static let reset = "find . -mindepth 1 -delete && cp -r ../pristine/. ."

    private static let tearDown = [
        "aac-runtime down --volumes --timeout 0s", "aac-runtime down --volumes --timeout 0s --engine podman",
        // What examples start beside the project, under names that they choose.
        "aac-runtime down --volumes --timeout 0s --project hello",
    ]
}
