import AgentTesting
import EngineAPI
import FoundationEssentials
import Subprocess
import SystemPackage
import Testing

/// What is asked, and who answers, where it is not simply the container's own port.
@Suite(.timeLimit(.minutes(10))) struct ProbeWayTests {
    private struct Row: Decodable {
        struct Port: Decodable {
            var address: String
            var reachable: Bool?
        }
        var health: String?
        var reason: String?
        var ports: [Port]
    }

    private func row(_ launch: LaunchFolder) async throws -> Row {
        let result = try await launch.run("ps", "--output", "json")
        return try #require(try JSONDecoder().decode([Row].self, from: Data(result.output.utf8)).first)
    }

    /// An image without curl, and the health check of the Go tool's templates.
    @Test(arguments: TestEngine.allCases) func aRequestOfAProgramThatIsMissingIsMade(engine: TestEngine) async throws {
        let manifest = LaunchFolder.manifest(
            script: "exec httpd -f -p 127.0.0.1:8080 -h /bin",
            "healthCheck: {command: [curl, -f, 'http://localhost:8080/busybox'], interval: 30s, timeout: 10s, retries: 3, startPeriod: 5s}"
        )
        try await LaunchFolder.with(engine, manifest) { launch in
            let up = try await launch.run("up", "-d")
            #expect(up.status == 0, "\(up.errors)")
            #expect(up.errors.contains("'curl' is not in the image, so 'curl -f"), "\(up.errors)")
            #expect(try await row(launch).health == "healthy")
        }
    }

    @Test(
        arguments: TestEngine.allCases,
        [
            ("[/opt/nope, --check]", "/opt/nope"), ("'nope || exit 1'", "nope"),
            ("[curl, -f, 'http://example.org/']", "curl"),
        ])
    func aMissingProgramIsKnownAtTheFirstTry(engine: TestEngine, command: (words: String, program: String)) async throws
    {
        let manifest = LaunchFolder.manifest(
            script: "exec sleep 600", "healthCheck: {command: \(command.words), startPeriod: 10m}")
        try await LaunchFolder.with(engine, manifest) { launch in
            let up = try await launch.run("up", "-d")
            #expect(up.status == 1, "\(up.errors)")
            #expect(up.errors.contains("the probe's program '\(command.program)' is not in the image"), "\(up.errors)")
            #expect(up.errors.contains("install it in the image"), "\(up.errors)")
            #expect(try await launch.leftovers().isEmpty)
        }
    }

    /// Every key of a request, asked by an agent that answers well only when all of them arrive.
    @Test(arguments: TestEngine.allCases) func theKeysOfARequestArrive(engine: TestEngine) async throws {
        let script = """
            mkdir -p /tmp/w/cgi-bin /tmp/w/in; echo ok > /tmp/w/in/index.html; \
            printf '#!/bin/sh\\\\n[ $HTTP_HOST = a.example ] || echo Status: 500 no\\\\necho; echo $HTTP_HOST\\\\n' > /tmp/w/cgi-bin/host; \
            chmod 755 /tmp/w/cgi-bin/host; exec httpd -f -p 127.0.0.1:8080 -h /tmp/w
            """
        func manifest(_ first: String, _ second: String) -> String {
            LaunchFolder.manifest(
                script: script,
                "healthCheck: {startPeriod: 1s, startInterval: 20ms, interval: 200ms, retries: 2, all: [\(first), \(second)]}"
            )
        }
        let host = "{path: /cgi-bin/host, port: 8080, address: loopback, headers: {Host: a.example}, expect: 200}"
        let redirect = "{path: /in, port: 8080, address: loopback, followRedirects: true, expect: 200}"
        try await LaunchFolder.with(engine, manifest(host, redirect)) { launch in
            let up = try await launch.run("up", "-d")
            #expect(up.status == 0, "\(up.errors)")
            try launch.write(
                manifest(
                    host.replacing("a.example", with: "b.example"), redirect.replacing("true", with: "false")))
            let other = try await launch.run("up", "-d")
            #expect(other.status == 1, "\(other.errors)")
            #expect(other.errors.contains("GET /cgi-bin/host answered 500"), "\(other.errors)")
            #expect(other.errors.contains("GET /in answered 302"), "\(other.errors)")
        }
    }

    /// On Podman without systemd nobody else would run it.
    @Test(arguments: TestEngine.allCases) func theImagesHealthCheckIsCarriedOut(engine: TestEngine) async throws {
        let manifest = """
            apiVersion: agent.dev/v1
            kind: Agent
            metadata: {name: hello}
            spec:
              runtime: python
              build: {context: .}
              model: {provider: openai, name: gpt-4}

            """
        func dockerfile(_ check: String) -> String {
            """
            FROM \(TestEngine.image)
            HEALTHCHECK --interval=300ms --retries=2 CMD \(check)
            CMD ["sh", "-c", "touch /tmp/ok; exec sleep 600"]

            """
        }
        try await LaunchFolder.with(engine, manifest) { launch in
            try launch.write(dockerfile("ls /tmp/ok"), to: "Dockerfile")
            let up = try await launch.run("up", "-d")
            #expect(up.status == 0, "\(up.errors)")
            #expect(try await row(launch).health == "healthy")
            #expect(try await launch.run("exec", "hello", "--", "rm", "/tmp/ok").status == 0)
            if engine == .podman {
                let sick = try await row(launch)
                #expect(sick.health == "unhealthy" && sick.reason?.contains("ls /tmp/ok") == true, "\(sick)")
            }
            try launch.write(dockerfile("ls /tmp/nope"), to: "Dockerfile")
            let failed = try await launch.run("up", "-d", "--wait-timeout", "30s")
            #expect(failed.status == 1, "\(failed.errors)")
            #expect(failed.errors.contains("unhealthy") && failed.errors.contains("exit code 1"), "\(failed.errors)")
        }
    }

    /// In a network where everything that is asked answers, and nothing of it is the agent.
    ///
    /// The command runs in a network namespace of its own, in which every address is this host; so the engine's containers are
    /// somewhere else, although its socket is here.
    @Test(arguments: TestEngine.allCases) func aForeignServerIsNotBelieved(engine: TestEngine) async throws {
        let silent = LaunchFolder.manifest(
            script: "exec sleep 600",
            """
            ports: [{container: 8080, host: 0}]
            healthCheck: {type: tcp, port: 8080, startPeriod: 1s, interval: 100ms, retries: 2}
            """)
        let serving = LaunchFolder.manifest(
            script: "exec httpd -f -p 8080 -h /bin",
            """
            ports: [{container: 8080, host: 0}]
            healthCheck: {path: /busybox, startInterval: 50ms}
            """)
        try await LaunchFolder.with(engine, silent) { launch in
            let failed = try await elsewhere(launch, "up", "-d")
            #expect(failed.status == 1, "\(failed.errors)")
            #expect(failed.errors.contains("in the container: cannot connect to port '8080'"), "\(failed.errors)")
            try launch.write(serving)
            let up = try await elsewhere(launch, "up", "-d")
            #expect(up.status == 0, "\(up.errors)")
            #expect(up.errors.contains("nothing leads there from here"), "\(up.errors)")
            let listed = try await elsewhere(launch, "ps")
            #expect(listed.output.contains("->8080/tcp (not from here)"), "\(listed.output)")
            #expect(listed.output.contains("healthy"), "\(listed.output)")
            #expect(try await row(launch).ports.first?.reachable == nil)
        }
    }

    /// Runs the command where every address is its own, and at each a server answers on 8080.
    private func elsewhere(_ launch: LaunchFolder, _ command: String...) async throws -> Tool.Result {
        let script = """
            ip link set lo up && ip route add local 0.0.0.0/0 dev lo || exit 99
            busybox httpd -p 0.0.0.0:8080 -f -h /bin & server=$!
            trap "kill $server" EXIT
            until busybox wget -q -O /dev/null http://10.1.2.3:8080/busybox; do sleep 0.05; done
            "$@"
            """
        let words = ["--net", "sh", "-c", script, "sh", Tool.path.string] + command.prefix(1) + launch.engineOptions
        let result = try await Subprocess.run(
            .name("unshare"), arguments: Arguments(words + command.dropFirst()), environment: Tool.variables([:]),
            workingDirectory: launch.path, input: .none, output: .string(limit: 1 << 20), error: .string(limit: 1 << 20)
        )
        return Tool.Result(
            status: Tool.status(result.terminationStatus), output: result.standardOutput,
            errors: result.standardError)
    }

    /// A port that Podman takes and answers to nobody on.
    @Test func aPortWhereNobodyAnswersIsRefused() async throws {
        let manifest = LaunchFolder.server("hello", "ports: [{container: 8080, host: 0, hostIP: '::1'}]")
        try await LaunchFolder.with(.podman, manifest) { launch in
            let up = try await launch.run("up", "-d")
            #expect(up.status != 0, "\(up.output)")
            #expect(up.errors.contains("nobody would answer at [::1]:*->8080/tcp"), "\(up.errors)")
            #expect(try await launch.leftovers().isEmpty)
        }
    }

    @Test(arguments: TestEngine.allCases) func aMountThatIsMissingIsNotMade(engine: TestEngine) async throws {
        let manifest = LaunchFolder.manifest(script: "exec sleep 600", "volumes: [{source: ./dta, target: /data}]")
        try await LaunchFolder.with(engine, manifest) { launch in
            let up = try await launch.run("up", "-d")
            #expect(up.status != 0 && up.errors.contains("dta"), "\(up.errors)")
            #expect(!FileManager.default.fileExists(atPath: launch.path.appending("dta").string))
        }
    }
}
