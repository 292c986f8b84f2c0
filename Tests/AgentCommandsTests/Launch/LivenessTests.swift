import AgentTesting
import Subprocess
import Testing

@Suite(.timeLimit(.minutes(10))) struct LivenessTests {
    @Test(arguments: TestEngine.allCases)
    func anUnhealthyAgentIsRestartedAndIsHealthyAgain(engine: TestEngine) async throws {
        let manifest = LaunchFolder.manifest(
            script: "touch /tmp/ok; echo begun; exec sleep 600",
            "healthCheck: {type: file, path: /tmp/ok, interval: 200ms, retries: 2}")
        try await LaunchFolder.with(engine, manifest) { launch in
            var step = 0
            let result = try await launch.watch("up") { shown in
                if step == 0, shown.contains("hello: ready after") {
                    step = 1
                    _ = try await launch.run("exec", "hello", "--", "rm", "/tmp/ok")
                } else if step == 1, shown.contains("hello: ready again"), shown.matches(of: /begun\n/).count == 2 {
                    step = 2
                    return .interrupt
                }
                return nil
            }
            #expect(result.status == 130, "\(result.errors)")
            #expect(
                result.errors.contains(
                    "hello: unhealthy (there is no file '/tmp/ok' in the container) after 2 failures; "
                        + "restarting in 100ms (1 of 5)\n"), "\(result.errors)")
            // Its output goes on, and nothing of it comes twice.
            #expect(result.errors.split(separator: "\n").count { $0 == "begun" } == 2, "\(result.errors)")
            #expect(try await launch.leftovers() == [])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func aCrashLoopEndsWithAClearWord(engine: TestEngine) async throws {
        let manifest = LaunchFolder.manifest(
            script: "touch /tmp/ok; exec sleep 600",
            """
            healthcheck:
              readiness: {type: file, path: /tmp/ok}
              liveness: {command: ["sh", "-c", "echo broken; exit 4"], interval: 50ms, retries: 1}
            """)
        try await LaunchFolder.with(engine, manifest) { launch in
            let result = try await launch.run("up")
            #expect(result.status == 1)
            #expect(result.errors.contains("restarting in 1.6s (5 of 5)"), "\(result.errors)")
            #expect(
                result.errors.contains("hello: is in a crash loop: 5 restarts have not made it healthy"),
                "\(result.errors)")
            #expect(result.errors.contains("ended with exit code 4: 'broken'"))
            #expect(try await launch.leftovers() == [])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func whatTheEngineRestartsIsNoticedAndLeftToIt(engine: TestEngine) async throws {
        let manifest = LaunchFolder.manifest(
            script: "echo go; sleep 4; exit 3", "restart: on-failure:1\nhealthCheck: {type: log, expect: go}")
        try await LaunchFolder.with(engine, manifest) { launch in
            let result = try await launch.run("up")
            #expect(result.status == 3, "\(result.errors)")
            #expect(
                result.errors.contains("; the engine started it again (restart: on-failure:1)\n"),
                "\(result.errors)")
            #expect(result.output == "go\ngo\n")
            #expect(try await launch.leftovers() == [])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func severalProbesMustAllSucceed(engine: TestEngine) async throws {
        let manifest = LaunchFolder.manifest(
            script: "echo up; exec httpd -f -p 8080 -h /etc",
            "healthCheck: {all: [{path: /passwd, port: 8080}, {type: file, path: /never}], startPeriod: 300ms, interval: 50ms}"
        )
        try await LaunchFolder.with(engine, manifest) { launch in
            let result = try await launch.run("up", "-d")
            #expect(result.status == 1)
            #expect(
                result.errors.contains("last answer: file /never: there is no file '/never' in the container"),
                "\(result.errors)")
            let plan = try await launch.plan()
            #expect(plan.output.contains("all of (http :8080/passwd, file /never)"))
            #expect(plan.output.contains("while in the foreground"))
            #expect(try await launch.leftovers() == [])
        }
    }
}
