import AgentTesting
import Diagnostics
import Testing

/// A server under each level, with the kernel as the witness.
@Suite(.timeLimit(.minutes(10))) struct SecurityLevelTests {
    @Test(arguments: TestEngine.allCases, ["baseline", "restricted", "privileged"])
    func aServerRunsAtEveryLevel(_ engine: TestEngine, _ level: String) async throws {
        let manifest = LaunchFolder.server + "  security: {level: \(level)}\n"
        try await LaunchFolder.with(engine, manifest) { launch in
            if level == "privileged" {
                let refused = try await launch.run("up", "-d")
                #expect(refused.status == ExitCode.denied.rawValue && refused.errors.contains("--allow-privileged"))
            }
            let up = try await launch.run("up", "-d", "--allow-privileged")
            #expect(up.status == 0, "\(up.errors)")
            let security = try await launch.run("inspect", "--security", "hello")
            #expect(security.status == 0 && !security.output.contains("MISSING"), "\(security.output)")
            #expect(security.output.contains("kernel"), "\(security.output)")
            let status = try await launch.run("exec", "hello", "cat", "/proc/self/status")
            #expect(
                status.output.contains("Seccomp:\t\(level == "privileged" ? 0 : 2)"), "\(status.output)\(status.errors)"
            )
            #expect(status.output.contains("NoNewPrivs:\t\(level == "privileged" ? 0 : 1)"))
            let user = try await launch.run("exec", "hello", "id", "-u")
            #expect(user.output == (level == "restricted" ? "65532\n" : "0\n"))
            let write = try await launch.run("exec", "hello", "touch", "/etc/x")
            #expect((write.status == 0) == (level != "restricted"))
            let scratch = try await launch.run("exec", "hello", "touch", "/tmp/x")
            #expect(scratch.status == 0, "\(scratch.errors)")
        }
    }

    @Test(arguments: TestEngine.allCases) func privilegedKeepsWhatIsAskedFor(_ engine: TestEngine) async throws {
        let more =
            "security: {level: privileged, noNewPrivileges: true, seccomp: default, capabilities: {drop: [SYS_ADMIN]}}"
        let manifest = LaunchFolder.manifest(script: "trap 'exit 0' TERM; sleep 60 & wait", more)
        try await LaunchFolder.with(engine, manifest) { launch in
            let up = try await launch.run("up", "-d", "--allow-privileged")
            #expect(up.status == 0, "\(up.errors)")
            let security = try await launch.run("inspect", "--security", "hello")
            let rows = security.output.split(separator: "\n").map(String.init)
            for name in ["no new privileges", "seccomp filter"] {
                #expect(rows.first { $0.hasPrefix(name) }?.contains("yes") == true, "\(security.output)")
            }
            #expect(rows.first { $0.hasPrefix("capabilities") }?.contains("SYS_ADMIN") == false, "\(security.output)")
        }
    }

    @Test(arguments: TestEngine.allCases) func restrictedHasNoNetworkUnlessAsked(_ engine: TestEngine) async throws {
        let manifest = LaunchFolder.manifest(
            script: "trap 'exit 0' TERM; sleep 60 & wait", "security: {level: restricted}")
        try await LaunchFolder.with(engine, manifest) { launch in
            #expect(try await launch.run("up", "-d").status == 0)
            let devices = try await launch.run("exec", "hello", "ls", "/sys/class/net")
            #expect(devices.output == "lo\n", "\(devices.output)\(devices.errors)")
        }
    }

    @Test(arguments: TestEngine.allCases) func aMountOfTheHostsSystemIsRefused(_ engine: TestEngine) async throws {
        let manifest = LaunchFolder.manifest(script: "true", "volumes: [{type: bind, source: /etc, target: /host}]")
        try await LaunchFolder.with(engine, manifest) { launch in
            let result = try await launch.run("up", "-d")
            #expect(result.status == ExitCode.denied.rawValue && result.errors.contains("'/etc' must not be mounted"))
            let run = try await launch.run("run", "-v", "/etc:/host", TestEngine.image, "true")
            #expect(run.status == ExitCode.denied.rawValue || run.status == 1, "\(run.errors)")
            #expect(run.errors.contains("'/etc' must not be mounted"), "\(run.errors)")
            #expect(try await launch.leftovers() == [])
        }
    }
}
