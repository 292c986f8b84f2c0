import AgentRuntime
import AgentTesting
import EngineAPI
import Glibc
import Subprocess
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(10))) struct WatchTests {
    /// Does the next of several things whenever the text that it waits for has come since the one before.
    private struct Script {
        private var steps: ArraySlice<(text: String, action: () async throws -> Signal?)>
        private var position = 0

        init(_ steps: [(text: String, action: () async throws -> Signal?)]) { self.steps = steps[...] }

        var isDone: Bool { steps.isEmpty }

        mutating func next(_ shown: String) async throws -> Signal? {
            while let step = steps.first {
                let rest = Substring(shown.utf8.dropFirst(position))
                guard let found = rest.firstRange(of: step.text) else { return nil }
                position += rest.utf8.distance(from: rest.startIndex, to: found.upperBound)
                steps.removeFirst()
                if let signal = try await step.action() { return signal }
            }
            return nil
        }
    }

    private static let python = """
        apiVersion: agent.dev/v1
        kind: Agent
        metadata: {name: synced, version: "1"}
        spec:
          runtime: python:3.11
          model: {provider: openai, name: gpt-4}

        """

    private static func program(_ text: String) -> String {
        """
        import os, signal, sys
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        print("says \(text)", sorted(os.listdir(".")), flush=True)
        signal.pause()

        """
    }

    @Test(arguments: TestEngine.allCases)
    func changedSourcesAreSynced(engine: TestEngine) async throws {
        try await LaunchFolder.with(engine, Self.python) { launch in
            try launch.write(Self.program("one"), to: "main.py")
            try launch.write("", to: "gone.txt")
            var first = ""
            func container() async throws -> String {
                try await launch.client.containers.inspect("\(launch.project)-synced-1").id
            }
            var script = Script([
                (
                    "watching the sources of synced",
                    {
                        first = try await container()
                        try launch.write(Self.program("two"), to: "main.py")
                        mkdir(launch.path.appending("lib").string, 0o700)
                        try launch.write("", to: "lib/new.txt")
                        return nil
                    }
                ),
                (
                    "synced and restarted in",
                    {
                        let text = try await launch.run("exec", "synced", "--", "sh", "-c", Self.look).output
                        #expect(text == "0:0 755 lib\n0:0 644 lib/new.txt\n0:0 644 main.py\n")
                        remove(launch.path.appending("gone.txt").string)
                        return nil
                    }
                ),
                (
                    "gone.txt changed: synced",
                    {
                        let files = try await launch.run("exec", "synced", "--", "ls").output
                        #expect(files == "lib\nmain.py\n")
                        #expect(try await container() == first)
                        try launch.write("import sys; sys.exit(3)\n", to: "main.py")
                        return nil
                    }
                ),
                (
                    "not ready: it ended with exit code 3",
                    {
                        try launch.write(Self.program("three"), to: "main.py")
                        return nil
                    }
                ),
                ("main.py changed: synced and restarted in", { .interrupt }),
            ])
            let result = try await launch.watch("watch") { try await script.next($0) }
            #expect(script.isDone, "\(result.errors)")
            #expect(result.status == 130, "\(result.errors)")
            #expect(result.errors.contains("says two"))
            #expect(try await launch.leftovers() == [])
        }
    }

    /// The owner, the mode and the name of what was synced.
    private static let look = "stat -c '%u:%g %a %n' lib lib/new.txt main.py"

    private static let built = """
        apiVersion: agent.dev/v1
        kind: Agent
        metadata: {name: built, version: "1"}
        spec:
          runtime: python
          build: {context: src}
          model: {provider: openai, name: gpt-4}

        """

    @Test(arguments: TestEngine.allCases)
    func everythingElseIsBuiltAndFailuresAreSurvived(engine: TestEngine) async throws {
        try await LaunchFolder.with(engine, Self.built) { launch in
            mkdir(launch.path.appending("src").string, 0o755)
            let dockerfile = "FROM \(TestEngine.image)\nCOPY note /note\nCMD [\"sleep\", \"600\"]\n"
            try launch.write(dockerfile, to: "src/Dockerfile")
            try launch.write("one", to: "src/note")
            try launch.write("*.log\n", to: "src/.dockerignore")
            func note() async throws -> String { try await launch.run("exec", "built", "--", "cat", "/note").output }
            var script = Script([
                (
                    "\"event\":\"watching\"",
                    {
                        try launch.write("", to: "src/ignored.log")
                        try launch.write("two", to: "src/note")
                        return nil
                    }
                ),
                ("\"event\":\"rebuilding\",\"files\":[\"note\"]", { nil }),
                (
                    "\"outcome\":\"recreated\"",
                    {
                        #expect(try await note() == "two")
                        try launch.write("FROM \(TestEngine.image)\nRUN exit 3\n", to: "src/Dockerfile")
                        return nil
                    }
                ),
                (
                    "\"event\":\"failed\"",
                    {
                        #expect(try await note() == "two")
                        try launch.write(dockerfile.replacing("600", with: "601"), to: "src/Dockerfile")
                        return nil
                    }
                ),
                (
                    "\"outcome\":\"recreated\"",
                    {
                        try launch.write("spec: [", to: "agent.yaml")
                        return nil
                    }
                ),
                (
                    "\"event\":\"failed\"",
                    {
                        try launch.write(Self.built + "  environment: [{name: A, value: b}]\n")
                        return nil
                    }
                ),
                ("\"event\":\"manifests\",\"files\":[\"agent.yaml\"],\"outcome\":\"applying\"", { nil }),
                ("\"outcome\":\"recreated\"", { .interrupt }),
            ])
            let result = try await launch.watch("watch", "--keep", "--output", "json") { try await script.next($0) }
            #expect(script.isDone, "\(result.errors)")
            #expect(result.status == 130, "\(result.errors)")
            #expect(try await launch.run("exec", "built", "--", "sh", "-c", "echo $A").output == "b\n")
            #expect(try await launch.run("down", "--timeout", "0s").status == 0)
        }
    }
}
