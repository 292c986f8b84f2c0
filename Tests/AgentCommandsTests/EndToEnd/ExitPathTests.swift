import AgentTesting
import Glibc
import Subprocess
import SystemPackage
import Testing

/// How the command ends: exit statuses, and what goes to which stream.
@Suite(.timeLimit(.minutes(5))) struct ExitPathTests {
    @Test func versionAndHelpAreResults() async throws {
        for arguments in [["--version"], ["--help"], ["help", "ps"], ["ps", "--help"], ["completion", "bash"], []] {
            let result = try await Tool.run(arguments)
            #expect(result.status == 0, "\(arguments)")
            #expect(!result.output.isEmpty, "\(arguments)")
            #expect(result.errors == "", "\(arguments)")
        }
    }

    @Test(arguments: [
        (["nosuch"], "error: there is no command 'nosuch'\nhint: see `aac-runtime --help`\n"),
        (["pss"], "error: there is no command 'pss'\nhint: did you mean 'aac-runtime ps'?\n"),
        (["ps", "--nosuch"], "error: Unknown option '--nosuch'\nUsage: aac-runtime ps"),
        (["ps", "-p", "A_B"], "error: 'A_B' (--project) is not a project's name"),
        (["exec", "one"], "error: there is no command to run"),
        (["ps", "--engine", "gopher://x"], "error: "),
    ])
    func wrongUsageIs64(_ arguments: [String], _ message: String) async throws {
        let result = try await Tool.run(arguments)
        #expect(result.status == 64)
        #expect(result.output == "")
        #expect(result.errors.hasPrefix(message), "\(result.errors)")
    }

    /// A file that does not come, such as a FIFO that nobody writes, keeps nobody from leaving.
    @Test(arguments: [["validate", "-f"], ["up", "-f"], ["plan", "--env-file"]], [Signal.interrupt, .terminate])
    func aSignalEndsTheWaitForAFile(_ words: [String], _ signal: Signal) async throws {
        let folder = try TemporaryFolder(named: "fifo")
        try folder.write(LaunchFolder.server, to: "agent.yaml")
        let path = folder.path.appending("fifo")
        #expect(mkfifo(path.string, 0o600) == 0)
        let manifest = words.last == "--env-file" ? ["-f", folder.path.appending("agent.yaml").string] : []
        let result = try await Tool.session([words[0]] + manifest + words.dropFirst() + [path.string]) { execution in
            // It opens once the command has it open too, which waits for what is written then.
            var writer: FileDescriptor?
            while writer == nil {
                writer = try? FileDescriptor.open(path, .writeOnly, options: .nonBlocking)
                try await Task.sleep(for: .milliseconds(5))
            }
            try execution.send(signal: signal)
            for try await _ in execution.standardOutput {}
            try writer?.close()
        }
        #expect(result.status == 130)
        #expect(result.errors == "")
    }

    @Test func wrongUsageAsJSON() async throws {
        let result = try await Tool.run(["ps", "--output", "json", "--nosuch"])
        #expect(result.status == 64)
        #expect(
            result.errors == #"{"error":{"code":"command.usage","exitCode":64,"message":"Unknown option '--nosuch'"}}"#
                + "\n")
    }

    @Test func noEngineIs69() async throws {
        let folder = try TemporaryFolder(named: "none")
        let socket = "\(folder.path)/no.sock"
        let text = try await Tool.run(["ps", "--engine", socket, "-p", "x"])
        #expect(text.status == 69)
        #expect(text.errors.contains(socket))
        let json = try await Tool.run(["ps", "--engine", socket, "-p", "x", "--output", "json"])
        #expect(json.status == 69)
        #expect(json.output == "")
        #expect(json.errors.hasPrefix(#"{"error":{"#))
    }

    @Test(arguments: [("version >&-", 74), ("version > /dev/full", 74), ("--help >&-", 74), ("version <&- 2>&-", 0)])
    func closedAndFullOutputs(_ words: String, _ status: Int32) async throws {
        let result = try await Subprocess.run(
            .path("/bin/sh"), arguments: ["-c", "\(Tool.path.string) \(words)"], output: .discarded,
            error: .string(limit: 4096))
        #expect(result.terminationStatus == .exited(status))
        #expect(result.standardError.isEmpty == (status == 0))
    }

    @Test func coloursOnlyOnATerminal() async throws {
        let piped = try await Tool.run(["nosuch"])
        #expect(!piped.errors.contains("\u{1B}"))
        let status = try await PseudoTerminal.run(["nosuch"]) { terminal, _ in
            try await terminal.wait(for: "\u{1B}[1;31merror:")
        }
        #expect(status == 64)
    }

    @Test func validateTellsMistakesApart() async throws {
        let folder = try TemporaryFolder(named: "manifests")
        try folder.write(
            """
            apiVersion: agent.dev/v1
            kind: Agent
            metadata: {name: hello}
            spec: {runtime: python, image: hello, model: {provider: p, name: m}, prots: []}
            """, to: "agent.yaml")
        let good = try await Tool.run(["validate", "-f", folder.path.string])
        #expect(good.status == 0)
        #expect(good.output == "\(folder.path)/agent.yaml: agent 'hello' is valid, 1 warning\n")
        #expect(good.errors.contains("hint: did you mean 'ports'?"))
        let strict = try await Tool.run(["validate", "--strict", "-f", folder.path.string])
        #expect(strict.status == 65)
        #expect(strict.output == "")
        let json = try await Tool.run(["validate", "--strict", "--output", "json"], folder: folder.path)
        #expect(json.status == 65)
        #expect(json.output.contains(#""valid": false"#))
        let missing = try await Tool.run(["validate", "-f", "\(folder.path)/nosuch.yaml"])
        #expect(missing.status == 74)
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func completionScriptsKnowTheCommands(_ shell: String) async throws {
        let friendly = try await Tool.run(["completion", shell])
        let builtIn = try await Tool.run(["--generate-completion-script", shell])
        #expect(friendly.output == builtIn.output)
        for command in ["up", "logs", "exec", "doctor"] { #expect(friendly.output.contains(command)) }
    }

    @Test func agentsAreCompleted() async throws {
        try await Project.with(.docker, [.idle("hello"), .idle("other"), .idle("other", replica: 2)]) { project in
            // What the scripts call: the argument, the word's index, the cursor in it, and the words.
            let words = ["aac-runtime", "logs"] + project.options
            let call = ["---completion", "logs", "--", "positional@0", "\(words.count)"]
            let all = try await Tool.run(call + ["0"] + words + [""])
            #expect(all.output == "hello\nother\n")
            let some = try await Tool.run(call + ["1"] + words + ["o"])
            #expect(some.output == "other\n")
            let replicas = try await Tool.run(call + ["6"] + words + ["other/"])
            #expect(replicas.output == "other/1\nother/2\n")
            let scale = ["aac-runtime", "scale"] + project.options + [""]
            let numbers = try await Tool.run(
                ["---completion", "scale", "--", "positional@0", "\(scale.count - 1)", "0"] + scale)
            #expect(numbers.output == "hello=\nother=\n")
            let down = ["aac-runtime", "down", "--engine", project.engine.host, "--project", project.name]
            let projects = try await Tool.run(
                ["---completion", "down", "--", "--project", "5", "\(project.name.utf8.count)"] + down)
            #expect(projects.output == "\(project.name)\n")
            let nowhere = try await Tool.run(call + ["0", "aac-runtime", "logs", "--engine", "/nosuch.sock", ""])
            #expect(nowhere.output == "\n" || nowhere.output == "")
            #expect(nowhere.errors == "")
        }
    }
}
