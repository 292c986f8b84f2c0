import AgentRuntime
import AgentTesting
import EngineAPI
import Testing

/// What hands type that know compose and docker, with the meaning that it has there.
@Suite(.timeLimit(.minutes(5))) struct ComposeLinesTests {
    private static let manifests =
        LaunchFolder.manifest("db", script: "echo db up; exec sleep 600") + "---\n"
        + LaunchFolder.manifest(
            "web", script: "trap 'echo hup' HUP; echo web up; exec httpd -f -p 8080 -h /etc",
            "dependsOn: [db]\nports: [{container: 8080, host: 0}]") + "---\n"
        + LaunchFolder.manifest("job", script: "exec sleep 600")

    /// Runs a line as it is typed, but for the program's name and the engine.
    private func type(_ line: String, in launch: LaunchFolder) async throws -> Tool.Result {
        try await Tool.run(
            ["--engine", launch.host] + line.split(separator: " ").map(String.init), folder: launch.path)
    }

    @Test(arguments: TestEngine.allCases)
    func theMostUsedLinesWork(_ engine: TestEngine) async throws {
        try await LaunchFolder.with(engine, Self.manifests) { launch in
            func done(_ line: String, is status: Int32 = 0) async throws -> String {
                let result = try await type(line, in: launch)
                #expect(result.status == status, "\(line)\n\(result.errors)")
                return result.output
            }
            // Only what is named, and what that depends on.
            _ = try await done("-p \(launch.project) -f agent.yaml up -d web")
            #expect(try await done("ps --services") == "db\nweb\n")
            _ = try await done("up --wait job --no-deps")
            #expect(try await done("ps --services") == "db\njob\nweb\n")

            let ids = try await done("ps -q").split(separator: "\n").map(String.init)
            #expect(ids.count == 3 && ids.allSatisfy { $0.utf8.count == 64 })
            #expect(try await done("ps --filter name=web -q").split(separator: "\n").count == 1)
            #expect(try await done("ps --format json --no-stats").hasPrefix("["))
            #expect(try await done("ls -q").split(separator: "\n").contains { $0 == launch.project })
            #expect(try await done("images -q").split(separator: "\n").count == 1)

            #expect(try await done("port web 8080").hasPrefix("127.0.0.1:"))
            #expect(try await done("port web 9090", is: 1) == "")
            #expect(try await done("logs -n 1 --no-log-prefix db") == "db up\n")
            let both = try await done("logs --no-log-prefix db web")
            #expect(Set(both.split(separator: "\n")) == ["db up", "web up"])
            #expect(try await done("logs --until 1h db") == "")
            #expect(try await done("exec -T -e A=b -w /etc web sh -c pwd;env").contains("/etc\n"))

            let before = try await done("ps --filter name=web -q")
            _ = try await done("up -d --force-recreate -t 0s --no-deps web")
            #expect(try await done("ps --filter name=web -q") != before)

            _ = try await done("kill -s KILL job")
            _ = try await done("wait job", is: 137)
            #expect(try await done("ps --filter status=exited -q").split(separator: "\n").count == 1)
            _ = try await done("restart -t 0s job")
            _ = try await done("stop -t 0s job")
            _ = try await done("start job")
            _ = try await done("pause job")
            _ = try await done("unpause job")
            _ = try await done("top web")
            _ = try await done("rm -f job")
            _ = try await done("down -v --remove-orphans -t 0s")
            #expect(try await launch.leftovers() == [])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func fewerReplicasNeedNoManifest(_ engine: TestEngine) async throws {
        let manifest = LaunchFolder.manifest(script: "exec sleep 600", "scaling: {replicas: 3}")
        try await LaunchFolder.with(engine) { launch in
            try launch.write(manifest, to: "other.yaml")
            #expect(try await launch.run("up", "-d", "-f", "other.yaml").status == 0)
            let scaled = try await launch.run("scale", "hello=1")
            #expect(scaled.status == 0, "\(scaled.errors)")
            #expect(try await launch.leftovers().filter { $0.hasPrefix("container") }.count == 1)
            // More of them can only be made by a manifest.
            let more = try await launch.run("scale", "hello=2")
            #expect(more.status == 74, "\(more.errors)")
        }
    }

    /// `docker run`'s flags.
    @Test(arguments: TestEngine.allCases)
    func anImageRunsAsWithDocker(_ engine: TestEngine) async throws {
        try await LaunchFolder.with(engine) { launch in
            try launch.write("FROM_FILE=1\nBOTH=file\n", to: "vars")
            let shown = try await launch.run(
                "run", "--rm", "--init", "--entrypoint", "sh", "-w", "/etc", "-u", "1234:5678", "-m", "64m",
                "--env-file",
                "vars", "-e", "BOTH=flag", "--label", "team=red", "--network", "none", "--read-only", "--tmpfs",
                "/scratch:size=1m,nosuid", "--cap-drop", "ALL", "--pull", "never", TestEngine.image, "-c",
                "pwd; id -u; id -g; echo $FROM_FILE $BOTH; touch /x; grep -c . /proc/net/dev; df -k /scratch | tail -1")
            #expect(shown.status == 0, "\(shown.errors)")
            let lines = shown.output.split(separator: "\n")
            #expect(lines.prefix(4) == ["/etc", "1234", "5678", "1 flag"])
            #expect(shown.errors.contains("Read-only file system"))
            // Two lines of headings, and the loopback.
            #expect(lines.count > 5 && lines[4] == "3" && lines[5].contains(" 1024 "))
            #expect(try await launch.leftovers() == [])
        }
    }

    @Test(
        arguments: [
            (["--cap-add", "SYS_ADMIN"], 77, "--allow-unsafe REASON"),
            (["--level", "privileged"], 77, "--allow-privileged"),
            (["--network", "host"], 77, "--allow-unsafe REASON"), (["--secret", "key=value"], 64, "env:VARIABLE"),
            (["-d", "--rm"], 64, "--ttl"), (["--restart", "always"], 64, "--detach"),
            (["--label", "dev.agent.project=other"], 64, "dev.agent."), (["--tmpfs", "scratch"], 64, "/TARGET"),
        ] as [([String], Int32, String)])
    func whatIsNotDoneSaysWhy(_ flags: [String], _ status: Int32, _ words: String) async throws {
        let result = try await Tool.run(["run"] + flags + ["image"])
        #expect(result.status == status, "\(result.errors)")
        #expect(result.errors.contains(words), "\(result.errors)")
        #expect(!result.errors.contains("spec."))
    }
}
