import AgentTesting
import EngineAPI
import Subprocess
import Testing

@Suite(.timeLimit(.minutes(5))) struct ExecTests {
    @Test(arguments: TestEngine.allCases)
    func passesOutputErrorsAndExitCodeOn(_ engine: TestEngine) async throws {
        try await Project.with(engine, [.idle("one")]) { project in
            let result = try await project.run("exec", "one", "--", "sh", "-c", "echo out; echo err >&2; exit 42")
            #expect(result.status == 42)
            #expect(result.output == "out\n")
            #expect(result.errors == "err\n")
            let without = try await project.run("exec", "one", "ls", "-d", "/bin")
            #expect(without.output == "/bin\n")
            let killed = try await project.run("exec", "one", "--", "sh", "-c", "kill -9 $$")
            #expect(killed.status == 137)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func commandsThatCannotRunAre126Or127(_ engine: TestEngine) async throws {
        try await Project.with(engine, [.idle("one")]) { project in
            let missing = try await project.run("exec", "one", "--", "no-such-command")
            #expect(missing.status == 127)
            let missingPath = try await project.run("exec", "one", "--", "/bin/no-such-command")
            #expect(missingPath.status == 127)
            let folder = try await project.run("exec", "one", "--", "/etc")
            #expect(folder.status == 126)
            let detached = try await project.run("exec", "-d", "one", "--", "/bin/no-such-command")
            #expect(detached.status == 127)
            #expect(detached.errors == "error: the command '/bin/no-such-command' is not in the container\n")
            // Those of a command that ran are its own.
            for code: Int32 in [125, 126, 127] {
                #expect(try await project.run("exec", "one", "--", "sh", "-c", "exit \(code)").status == code)
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func inputIsPassedOnAndEnds(_ engine: TestEngine) async throws {
        try await Project.with(engine, [.idle("one")]) { project in
            let echo = try await project.run("exec", "-i", "one", "--", "cat", input: "x\n")
            #expect(echo.output == "x\n")
            let large = String(repeating: "0123456789abcdef", count: 1 << 18)
            let counted = try await project.run("exec", "-i", "one", "--", "wc", "-c", input: large)
            #expect(counted.output.filter(\.isNumber) == "\(large.utf8.count)")
            // Without -i the command has no input, and ours is left alone.
            let none = try await project.run("exec", "one", "--", "cat", input: "x")
            #expect(none.output == "")
            // The command may end before its input does.
            let early = try await project.run("exec", "-i", "one", "--", "sh", "-c", "exit 9", input: large)
            #expect(early.status == 9)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func largeOutputIsComplete(_ engine: TestEngine) async throws {
        try await Project.with(engine, [.idle("one")]) { project in
            let result = try await project.run("exec", "one", "--", "head", "-c", "33000000", "/dev/zero")
            #expect(result.output.utf8.count == 33_000_000)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func environmentUserAndFolder(_ engine: TestEngine) async throws {
        try await Project.with(engine, [.idle("one")]) { project in
            let result = try await Tool.run(
                ["exec"] + project.options
                    + ["-e", "A=1", "-e", "OURS", "-u", "nobody", "-w", "/tmp", "one", "--", "sh", "-c"]
                    + ["echo $A $OURS $(id -u) $(pwd)"], environment: ["OURS": "2"])
            #expect(result.output == "1 2 65534 /tmp\n")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func aTerminalIsRawAndResizes(_ engine: TestEngine) async throws {
        try await Project.with(engine, [.idle("one")]) { project in
            let status = try await PseudoTerminal.run(
                ["exec"] + project.options + ["-it", "one", "--", "sh"], columns: 90, rows: 30
            ) { terminal, execution in
                try await terminal.wait(for: "# ")
                #expect(await !terminal.echoes)
                try await terminal.untilSize("30 90")
                await terminal.resize(columns: 120, rows: 50)
                try execution.send(signal: .windowSizeChange)
                try await terminal.untilSize("50 120")
                // Ctrl-C goes to the command, not to us. The one that is to end says when it has the terminal: before that the
                // shell gets the signal and waits on. It does not make way for another program then: a signal that a shell has
                // caught and not looked at yet is lost with it. Without noflsh the signal also drops what was typed and printed.
                try await terminal.type("stty noflsh; sh -c \"echo rea''dy; while :; do sleep 1; done\"\r")
                try await terminal.wait(for: "ready")
                try await terminal.type("\u{03}")
                try await terminal.wait(for: "# ")
                try await terminal.type("exit 7\r")
                try await terminal.wait(for: "exit 7")
                try await terminal.untilItEchoes()
            }
            #expect(status == 7)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func aSignalRestoresTheTerminal(_ engine: TestEngine) async throws {
        try await Project.with(engine, [.idle("one")]) { project in
            let status = try await PseudoTerminal.run(
                ["exec"] + project.options + ["-it", "one", "--", "sh", "-c", "echo ready; sleep 600"]
            ) { terminal, execution in
                try await terminal.wait(for: "ready")
                #expect(await !terminal.echoes)
                try execution.send(signal: .terminate)
                try await terminal.untilItEchoes()
            }
            #expect(status == 130)
        }
    }

    @Test func aTerminalIsNeededForItsInput() async throws {
        try await Project.with(.docker, [.idle("one")]) { project in
            let result = try await project.run("exec", "-it", "one", "--", "sh")
            #expect(result.status == 64)
            #expect(result.errors.hasPrefix("error: --tty with --interactive needs a terminal"))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func aStoppedAgentHasNoCommands(_ engine: TestEngine) async throws {
        try await Project.with(engine, [.script("done", "exit 0")]) { project in
            let result = try await project.run("exec", "done", "--", "ls")
            #expect(result.status == 1)
            #expect(
                result.errors
                    == "error: agent 'done' is not running (exited)\nhint: start it with `aac-runtime start done`\n")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func detachedCommandsGoOn(_ engine: TestEngine) async throws {
        try await Project.with(engine, [.idle("one")]) { project in
            let result = try await project.run(
                "exec", "-d", "one", "--", "sh", "-c", "mkfifo /tmp/f; echo there > /tmp/f")
            #expect(result.status == 0)
            let seen = try await project.run(
                "exec", "one", "--", "sh", "-c", "until [ -p /tmp/f ]; do :; done; cat /tmp/f")
            #expect(seen.output == "there\n")
        }
    }
}

extension PseudoTerminal {
    /// Asks the shell in the terminal for its size until it is the wanted one; engines pass it on a moment later.
    fileprivate func untilSize(_ size: String) async throws {
        for round in 0..<100 {
            try type("echo \"<$(stty size)>\(round)\"\r")
            // The first is what was typed.
            try await wait(for: "size)>\(round)")
            try await wait(for: ">\(round)")
            if sinceLastWait.contains("<\(size)") { return }
        }
        Issue.record("the size did not become \(size)")
    }

    /// Waits for the terminal to be as it was.
    fileprivate func untilItEchoes() async throws {
        for _ in 0..<500 where !echoes { try await Task.sleep(for: .milliseconds(10)) }
        #expect(echoes)
    }
}
