import AgentTesting
import AgentValues
import EngineAPI
import FoundationEssentials
import Glibc
import Subprocess
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(5))) struct LogsTests {
    private struct Line: Decodable {
        var agent: String
        var stream: String
        var text: String
        var time: String
    }

    @Test(arguments: TestEngine.allCases)
    func standardOutputAndErrorStayApart(_ engine: TestEngine) async throws {
        try await Project.with(engine, [.script("one", "echo out; echo err >&2; printf end")]) { project in
            let result = try await project.run("logs", "one")
            #expect(result.status == 0)
            #expect(result.output == "out\nend")
            #expect(result.errors == "err\n")
        }
    }

    /// What an agent prints writes no clipboard, clears no screen, and overwrites no other agent's name.
    @Test(arguments: TestEngine.allCases)
    func onATerminalColoursAlonePass(_ engine: TestEngine) async throws {
        let script = #"printf 'a\033]52;c;aGk=\007b\033[2Jc\033[31mred\033[0md\r\302\233Je\n'; echo last"#
        try await Project.with(engine, [.script("one", script), .script("two", script)]) { project in
            func shown(_ arguments: String...) async throws -> String {
                var text = ""
                let status = try await PseudoTerminal.run(["logs"] + project.options + arguments) { terminal, _ in
                    try await terminal.wait(for: "last")
                    text = await terminal.sinceLastWait
                }
                #expect(status == 0)
                return text
            }
            let one = try await shown("one")
            #expect(one == "abc\u{1B}[31mred\u{1B}[0md\re\r\n")
            let raw = try await shown("--raw", "one")
            #expect(raw.contains("\u{1B}]52;c;aGk=\u{7}") && raw.contains("\u{1B}[2J"))
            let both = try await shown()
            #expect(both.contains("abc\u{1B}[31mred\u{1B}[0md e\u{1B}[0m\r\n"))
            // A file gets what was printed.
            let file = try await project.run("logs", "one")
            #expect(file.output.contains("\u{1B}]52;c;aGk=\u{7}"))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func severalAgentsAreSortedByTimeAndNamed(_ engine: TestEngine) async throws {
        let early = Project.Agent(
            "b-early", ["sh", "-c", "echo first; mkfifo /tmp/gate; read line < /tmp/gate; echo third"], starts: false)
        try await Project.with(engine, [early]) { project in
            let id = try await project.start("b-early")
            try await project.exec(in: id, "until [ -p /tmp/gate ]; do :; done")
            // Podman's times have whole seconds, so the lines must be further apart than that.
            try await project.create(.script("a-late", "sleep 1.1; echo second"))
            let exit = try await project.client.containers.wait(id, condition: .nextExit)
            try await project.exec(in: id, "sleep 1.1; echo > /tmp/gate")
            _ = try await exit.exit()
            let result = try await project.run("logs")
            #expect(result.output == "b-early | first\na-late  | second\nb-early | third\n")
            // Nobody runs, so there is nothing to wait for.
            #expect(try await project.run("logs", "--follow").output == result.output)
            let json = try await project.run("logs", "--output", "json", "--tail", "1")
            let lines = try json.output.split(separator: "\n").map {
                try JSONDecoder().decode(Line.self, from: Data($0.utf8))
            }
            #expect(Set(lines.map(\.text)) == ["second", "third"])
            #expect(lines.allSatisfy { $0.stream == "stdout" && EngineTime($0.time) != nil })
        }
    }

    @Test(arguments: TestEngine.allCases)
    func longLinesStayWholeWhenTimesAreSorted(_ engine: TestEngine) async throws {
        let long = "i=0; s=a; while [ $i -lt 16 ]; do s=$s$s; i=$((i+1)); done; echo $s"
        try await Project.with(engine, [.script("long", long), .script("short", "echo x")]) { project in
            let result = try await project.run("logs")
            let line = result.output.split(separator: "\n").first { $0.hasPrefix("long") }
            #expect(line?.utf8.count == 65536 + "long  | ".utf8.count)
            #expect(line?.dropFirst("long  | ".count).allSatisfy { $0 == "a" } == true)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func sinceTailAndTimestamps(_ engine: TestEngine) async throws {
        try await Project.with(engine, [.script("one", "echo a; echo b; echo c")]) { project in
            #expect(try await project.run("logs", "--tail", "2", "one").output == "b\nc\n")
            #expect(try await project.run("logs", "--since", "1h", "one").output == "a\nb\nc\n")
            let future = "2999-01-01T00:00:00Z"
            #expect(try await project.run("logs", "--since", future, "one").output.isEmpty)
            let times = try await project.run("logs", "--timestamps", "one")
            let first = times.output.split(separator: "\n").first?.split(separator: " ")
            #expect(first?.last == "a")
            #expect(EngineTime(String(first?.first ?? "")) != nil)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func aTerminalsOutputComesAsItIs(_ engine: TestEngine) async throws {
        let agent = Project.Agent("tty", ["sh", "-c", "echo one; echo two >&2"]) { $0.hasTerminal = true }
        try await Project.with(engine, [agent]) { project in
            let result = try await project.run("logs", "tty")
            #expect(result.output == "one\r\ntwo\r\n")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func followingEndsWithTheAgent(_ engine: TestEngine) async throws {
        let agent = Project.Agent(
            "one", ["sh", "-c", "mkfifo /tmp/gate; echo ready; read line < /tmp/gate; echo $line"], starts: false)
        try await Project.with(engine, [agent]) { project in
            let id = try await project.start("one")
            let result = try await Tool.session(["logs", "-f"] + project.options + ["one"]) { execution in
                var lines = execution.standardOutput.strings().makeAsyncIterator()
                #expect(try await lines.next() == "ready")
                try await project.exec(in: id, "echo gone > /tmp/gate")
                #expect(try await lines.next() == "gone")
                #expect(try await lines.next() == nil)
            }
            #expect(result.status == 0)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func followingGoesOnOverRestartsAndWithNewContainers(_ engine: TestEngine) async throws {
        let agent = Project.Agent("one", ["sh", "-c", "echo out; echo err >&2; sleep 600"], starts: false)
        try await Project.with(engine, [agent]) { project in
            let id = try await project.start("one")
            let result = try await Tool.session(["logs", "-f"] + project.options) { execution in
                var lines = execution.standardOutput.strings().makeAsyncIterator()
                #expect(try await lines.next() == "out")
                try await project.client.containers.restart(id, timeout: .zero)
                #expect(try await lines.next() == "out")
                try await project.create(.script("two", "echo joined"))
                #expect(try await lines.next() == "two | joined")
                try await project.client.containers.remove(id, force: true)
                try await project.create(.script("one", "echo anew"))
                #expect(try await lines.next() == "one | anew")
                #expect(try await lines.next() == nil)
            }
            #expect(result.status == 0)
            #expect(result.errors == "err\nerr\n")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func aBrokenConnectionLosesAndDoublesNothing(_ engine: TestEngine) async throws {
        let script = "i=0; while :; do i=$((i+1)); echo $i; usleep 10000; done"
        let agent = Project.Agent("one", ["sh", "-c", script], starts: false)
        try await Project.with(engine, [agent]) { project in
            _ = try await project.start("one")
            // What is between us and the engine goes away, and something else takes its place.
            let folder = try TemporaryFolder(named: "socket")
            let link = folder.path.appending("engine.sock").string
            let proxies = [try FaultProxy(to: engine.host), try FaultProxy(to: engine.host)]
            defer { for proxy in proxies { proxy.stop() } }
            symlink(String(proxies[0].host.dropFirst("unix://".count)), link)
            var numbers: [Int] = []
            let options = ["--engine", "unix://\(link)", "--project", project.name]
            let result = try await Tool.session(["logs", "-f"] + options + ["one"]) { execution in
                var lines = execution.standardOutput.strings().makeAsyncIterator()
                while numbers.count < 20, let line = try await lines.next() { numbers.append(Int(line) ?? 0) }
                proxies[0].stop()
                unlink(link)
                symlink(String(proxies[1].host.dropFirst("unix://".count)), link)
                let hasReturned = { proxies[1].calls.contains { $0.path.hasSuffix("/logs") && $0.status == 200 } }
                while !hasReturned(), let line = try await lines.next() { numbers.append(Int(line) ?? 0) }
                for _ in 0..<100 { numbers.append(Int(try await lines.next() ?? "") ?? 0) }
                try execution.send(signal: .interrupt)
                while try await lines.next() != nil {}
            }
            #expect(numbers == Array(1...numbers.count))
            #expect(result.status == 130)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func anInterruptEndsFollowingWith130(_ engine: TestEngine) async throws {
        let agent = Project.Agent("one", ["sh", "-c", "echo ready; sleep 600"], starts: false)
        try await Project.with(engine, [agent]) { project in
            _ = try await project.start("one")
            let result = try await Tool.session(["logs", "-f"] + project.options + ["one"]) { execution in
                var lines = execution.standardOutput.strings().makeAsyncIterator()
                #expect(try await lines.next() == "ready")
                try execution.send(signal: .interrupt)
                // Whoever stops reading ends it too, without an error.
                while try await lines.next() != nil {}
            }
            #expect(result.status == 130)
            #expect(result.errors == "")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func aReaderThatGoesAwayEndsItQuietly(_ engine: TestEngine) async throws {
        try await Project.with(engine, [.script("one", "yes | head -n 200000")]) { project in
            let path = Tool.path.string
            let command = ([path, "logs"] + project.options + ["one"]).joined(separator: " ")
            let result = try await Subprocess.run(
                .path("/bin/bash"), arguments: ["-c", "set -o pipefail; \(command) | head -n 1"],
                output: .string(limit: 1024), error: .string(limit: 1024))
            #expect(result.standardOutput == "y\n")
            #expect(result.standardError == "")
            #expect(result.terminationStatus == .exited(0))
        }
    }

    /// At once, and not with the next line, which may never come.
    @Test(arguments: TestEngine.allCases)
    func aReaderThatGoesAwayEndsFollowingAtOnce(_ engine: TestEngine) async throws {
        let agent = Project.Agent("one", ["sh", "-c", "echo only; sleep 600"], starts: false)
        try await Project.with(engine, [agent]) { project in
            _ = try await project.start("one")
            let command = ([Tool.path.string, "logs", "-f"] + project.options + ["one"]).joined(separator: " ")
            let result = try await Subprocess.run(
                .path("/bin/bash"), arguments: ["-c", "set -o pipefail; \(command) | head -n 1"],
                output: .string(limit: 1024), error: .string(limit: 1024))
            #expect(result.standardOutput == "only\n")
            #expect(result.standardError == "")
            #expect(result.terminationStatus == .exited(0))
        }
    }

    /// What a line is: the same with times, without, and in JSON.
    @Test(arguments: TestEngine.allCases)
    func everyKindOfLineIsOne(_ engine: TestEngine) async throws {
        let stamp = "2024-05-01T12:00:00.123456789Z "
        let script = """
            printf 'dos\\r\\n'; printf 'half '; echo err >&2; sleep 0.2; printf 'line\\n'; \
            head -c 70000 /dev/zero | tr '\\0' x; echo; head -c 8192 /dev/zero | tr '\\0' y; echo '\(stamp)y'; \
            printf 'end'
            """
        let expected = [
            "dos", "half line", String(repeating: "x", count: 70000), String(repeating: "y", count: 8192) + "\(stamp)y",
            "end",
        ]
        try await Project.with(engine, [.script("one", script)]) { project in
            let json = try await project.run("logs", "--output", "json", "one")
            let lines = try json.output.split(separator: "\n").map {
                try JSONDecoder().decode(Line.self, from: Data($0.utf8))
            }
            #expect(lines.filter { $0.stream == "stdout" }.map(\.text) == expected)
            #expect(lines.filter { $0.stream == "stderr" }.map(\.text) == ["err"])
            let times = try await project.run("logs", "--timestamps", "one")
            #expect(
                times.output.split(separator: "\n").map { $0.split(separator: " ", maxSplits: 1).last ?? "" }
                    == expected.map { $0[...] })
        }
    }

    @Test func unknownAgentsComeWithTheNearestName() async throws {
        try await Project.with(.docker, [.idle("hello"), .idle("other")]) { project in
            let typo = try await project.run("logs", "helo")
            #expect(typo.status == 1)
            #expect(
                typo.errors == """
                    error: there is no agent 'helo' in project '\(project.name)'
                      agents: hello, other
                    hint: did you mean 'hello'?

                    """)
            let replica = try await project.run("logs", "hello/4")
            #expect(replica.errors.contains("agent 'hello' has no replica 4\nhint: it has 1\n"))
            let elsewhere = try await Tool.run(
                ["logs", "--engine", TestEngine.docker.host, "-p", "aac-test-nobody", "other"])
            #expect(elsewhere.errors.contains("there is no agent 'other' in project 'aac-test-nobody'"))
        }
    }
}
