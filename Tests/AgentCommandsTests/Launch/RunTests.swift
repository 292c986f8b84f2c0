import AgentTesting
import AgentValues
import EngineAPI
import Glibc
import Subprocess
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(10))) struct RunCommandTests {
    @Test(arguments: TestEngine.allCases)
    func theForegroundShowsOutputAndEndsWithTheExitCode(engine: TestEngine) async throws {
        try await LaunchFolder.with(engine) { launch in
            let result = try await launch.run("run", TestEngine.image, "sh", "-c", "echo out; echo err >&2; exit 7")
            #expect(result.status == 7)
            #expect(result.output == "out\n")
            #expect(result.errors == "err\n")
            #expect(try await launch.leftovers() == [])
        }
    }

    /// More than engines keep of a log, at full speed, and to the last byte.
    @Test(arguments: TestEngine.allCases)
    func theForegroundShowsEverything(engine: TestEngine) async throws {
        try await LaunchFolder.with(engine) { launch in
            let result = try await launch.run(
                "run", TestEngine.image, "sh", "-c", "seq 1 300000; seq 1 1000 >&2; printf end")
            #expect(result.status == 0)
            #expect(result.output == (1...300_000).map { "\($0)\n" }.joined() + "end")
            #expect(result.errors == (1...1000).map { "\($0)\n" }.joined())
        }
    }

    /// Without a reader there is nothing to stay for, also where nothing more is printed.
    @Test(arguments: TestEngine.allCases)
    func aReaderThatGoesAwayEndsTheForeground(engine: TestEngine) async throws {
        try await LaunchFolder.with(engine) { launch in
            let words =
                [Tool.path.string, "run"] + launch.engineOptions
                + [
                    "--project", launch.project, TestEngine.image, "sh", "-c",
                    "'trap exit TERM; echo only; sleep 600 & wait'",
                ]
            let result = try await Subprocess.run(
                .path("/bin/bash"),
                arguments: ["-c", "set -o pipefail; \(words.joined(separator: " ")) | head -n 1"],
                output: .string(limit: 1024), error: .string(limit: 1024))
            #expect(result.standardOutput == "only\n")
            #expect(result.terminationStatus == .exited(0), "\(result.standardError)")
            #expect(try await launch.leftovers() == [])
        }
    }

    /// A connection that breaks is told, and the engine's log has what it did not bring.
    @Test(arguments: TestEngine.allCases)
    func aBrokenConnectionIsToldAndTheGapFilled(engine: TestEngine) async throws {
        try await LaunchFolder.with(engine) { launch in
            // What is between us and the engine goes away, and something else takes its place.
            let folder = try TemporaryFolder(named: "socket")
            let link = folder.path.appending("engine.sock").string
            let proxies = [try FaultProxy(to: engine.host), try FaultProxy(to: engine.host)]
            defer { for proxy in proxies { proxy.stop() } }
            symlink(String(proxies[0].host.dropFirst("unix://".count)), link)
            let script = "for i in $(seq 1 30); do echo $i; sleep 0.05; done; printf end"
            var lines: [String] = []
            let result = try await Tool.session(
                [
                    "run", "--engine", "unix://\(link)", "--project", launch.project, TestEngine.image, "sh", "-c",
                    script,
                ]
            ) { execution in
                for try await line in execution.standardOutput.strings() {
                    lines.append(line)
                    guard lines.count == 10 else { continue }
                    proxies[0].stop()
                    unlink(link)
                    symlink(String(proxies[1].host.dropFirst("unix://".count)), link)
                }
            }
            #expect(result.status == 0, "\(result.errors)")
            #expect(lines == (1...30).map { "\($0)" } + ["end"])
            #expect(result.errors.contains("the connection to its output broke; the engine's log has the rest"))
        }
    }

    /// A shell's codes, detached or not, and nothing is left.
    @Test(arguments: TestEngine.allCases, [("/bin/nope", 127), ("/etc", 126)] as [(String, Int32)])
    func whatCannotBeExecuted(engine: TestEngine, _ item: (program: String, status: Int32)) async throws {
        try await LaunchFolder.with(engine) { launch in
            for flag in ["--project=\(launch.project)", "--detach"] {
                let result = try await launch.run("run", flag, TestEngine.image, item.program)
                #expect(result.status == item.status, "\(flag): \(result.errors)")
                #expect(try await launch.leftovers() == [])
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func interactiveConnectsStandardInput(engine: TestEngine) async throws {
        try await LaunchFolder.with(engine) { launch in
            let result = try await launch.run("run", "-i", TestEngine.image, "cat", input: "one\ntwo\n")
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output == "one\ntwo\n")
            #expect(try await launch.leftovers() == [])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func detachedItHasItsPortsVariablesMountsAndName(engine: TestEngine) async throws {
        try await LaunchFolder.with(engine) { launch in
            try launch.write("from the host", to: "note")
            let name = TestEngine.uniqueName("run")
            let result = try await launch.run(
                "run", "-d", "--name", name, "-p", "0:8080", "-e", "A=b", "-v", "./note:/note:ro", "--memory", "64Mi",
                TestEngine.image, "sleep", "60")
            #expect(result.status == 0, "\(result.errors)")
            let found = try await launch.client.containers.inspect(name)
            #expect(result.output == "\(found.id)\n")
            #expect(found.host.memory == 64 << 20)
            #expect(found.configuration.environment?.contains("A=b") == true)
            #expect(found.network.ports[.init(8080)].first?.hostAddress == "127.0.0.1")
            #expect(try await launch.run("exec", name, "--", "cat", "/note").output == "from the host")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func anImageThatCannotBeHad(engine: TestEngine) async throws {
        try await LaunchFolder.with(engine) { launch in
            let result = try await launch.run("run", "127.0.0.1:1/no/such:image")
            #expect(result.status == 125)
            #expect(result.errors.contains("'127.0.0.1:1/no/such:image' is not on the engine and cannot be pulled"))
            #expect(try await launch.leftovers() == [])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func waitShowsNothingAndEndsWithTheExitCode(engine: TestEngine) async throws {
        try await LaunchFolder.with(engine) { launch in
            let plain = try await launch.run("run", "--wait", TestEngine.image, "sh", "-c", "echo out; exit 7")
            #expect(plain.status == 7, "\(plain.errors)")
            #expect(plain.output.isEmpty && plain.errors.isEmpty)
            #expect(try await launch.leftovers() == [])
        }
    }

    /// A container can be gone before the engine has noticed that its memory ran out, so this one lives on until it has.
    @Test(arguments: TestEngine.allCases)
    func waitTellsOfMemoryThatRanOut(engine: TestEngine) async throws {
        try await LaunchFolder.with(engine) { launch in
            let name = TestEngine.uniqueName("wait")
            // Podman does not notice it where cgroups are version 1.
            let rest = engine == .docker ? "; sleep 600" : ""
            async let run = launch.run(
                "run", "--wait", "--name", name, "--output", "json", "--memory", "16Mi", TestEngine.image, "sh", "-c",
                "(x=$(cat /dev/zero | tr '\\0' x); echo $x)" + rest)
            if engine == .docker {
                let own = EngineFilters.labels(["dev.agent.project": launch.project])
                for try await signal in launch.client.system.watch(filters: own, since: EngineTime(seconds: 0)) {
                    guard case .event(let event) = signal, event.action == .outOfMemory else { continue }
                    try await launch.client.containers.kill(event.id)
                    break
                }
            }
            let result = try await run
            #expect(result.status == 137)
            #expect(result.output.contains("\"exitCode\": 137,"))
            #expect(result.output.contains("\"name\": \"\(name)\",\n  \"outOfMemory\": "))
            if engine == .docker { #expect(result.output.hasSuffix("\"outOfMemory\": true\n}\n")) }
            #expect(try await launch.leftovers() == [])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func ctrlCEndsTheWaitAndRemovesTheContainer(engine: TestEngine) async throws {
        try await LaunchFolder.with(engine) { launch in
            let result = try await Tool.session(
                ["run", "--wait"] + launch.engineOptions + [
                    "--project", launch.project, TestEngine.image, "sleep", "600",
                ]
            ) { execution in
                let own = EngineFilters.labels(["dev.agent.project": launch.project])
                for try await _ in launch.client.system.watch(filters: own) {
                    if try await !launch.client.containers.list(filters: own).isEmpty { break }
                }
                try execution.send(signal: .interrupt)
            }
            #expect(result.status == 130, "\(result.errors)")
            #expect(try await launch.leftovers() == [])
        }
    }

    @Test(arguments: ["-d", "-i"])
    func waitContradictsTheOtherWays(flag: String) async throws {
        #expect(try await Tool.run(["run", "--wait", flag, "image"]).status == 64)
    }

    @Test(arguments: ["8080:x", "70000"])
    func aBadPortIsWrongUsage(port: String) async throws {
        #expect(try await Tool.run(["run", "-p", port, "image"]).status == 64)
    }

    @Test(arguments: TestEngine.allCases)
    func ctrlCRemovesTheContainer(engine: TestEngine) async throws {
        try await LaunchFolder.with(engine) { launch in
            let result = try await Tool.session(
                ["run"] + launch.engineOptions + [
                    "--project", launch.project, TestEngine.image, "sh", "-c", "echo up; exec sleep 600",
                ]
            ) { execution in
                for try await _ in execution.standardOutput { try execution.send(signal: .interrupt) }
            }
            #expect(result.status == 130, "\(result.errors)")
            #expect(try await launch.leftovers() == [])
        }
    }
}
