import AgentTesting
import Diagnostics
import EngineAPI
import Testing

/// Seccomp profiles of manifests, and recorded ones, in force.
@Suite(.timeLimit(.minutes(10))) struct SeccompLaunchTests {
    private static let mkdir = "mkdir /tmp/x 2>&1; echo status $$?; trap 'exit 0' TERM; sleep 60 & wait"
    private static let httpd = "echo serving; exec httpd -f -p 8080 -h /etc"
    private static let served = "ports: [{container: 8080, host: 0}]\nhealthCheck: {path: /passwd}"

    /// Whether the agent's output has a text, waiting for it.
    private func says(_ text: String, _ launch: LaunchFolder) async throws -> Bool {
        let result = try await launch.interrupt("logs", "-f", "hello", after: "status ")
        return result.errors.contains(text)
    }

    @Test(arguments: TestEngine.allCases, ["deny.json", "{deny: [mkdir, mkdirat]}"])
    func aDeniedCallIsRefused(_ engine: TestEngine, _ profile: String) async throws {
        let manifest = LaunchFolder.manifest(script: Self.mkdir, "security: {seccomp: \(profile)}")
        try await LaunchFolder.with(engine, manifest) { launch in
            try launch.write(#"{"deny": ["mkdir", "mkdirat"]}"#, to: "deny.json")
            let up = try await launch.run("up", "-d")
            #expect(up.status == 0, "\(up.errors)")
            #expect(try await says("Operation not permitted", launch))
            let security = try await launch.run("inspect", "--security", "hello")
            #expect(security.status == 0, "\(security.output)")
        }
    }

    @Test(arguments: [
        ("security:\n  seccomp:\n    deny: [mkdri]", "agent.yaml:11:"),
        ("security:\n  securityContext:\n    seccomp: {deny: [mkdri]}", "agent.yaml:11:"),
        ("security: {seccomp: ./bad.json}", "bad.json:2:3"),
    ])
    func aMisspeltCallHasItsPlace(_ security: String, _ place: String) async throws {
        let folder = try TemporaryFolder(named: "misspelt")
        try folder.write(LaunchFolder.manifest(script: "true", security), to: "agent.yaml")
        try folder.write("{\"deny\": [\n  \"mkdri\"]}", to: "bad.json")
        let plan = try await Tool.run(["plan"], folder: folder.path)
        #expect(plan.status == ExitCode.manifestInvalid.rawValue)
        #expect(plan.errors.contains(place) && plan.errors.contains("did you mean 'mkdir'?"), "\(plan.errors)")
    }

    @Test(arguments: TestEngine.allCases, [false, true])
    func aRecordedProfileIsEnough(_ engine: TestEngine, _ fromManifest: Bool) async throws {
        try await LaunchFolder.with(engine, LaunchFolder.manifest(script: Self.httpd, Self.served)) { launch in
            let what = fromManifest ? ["-f", "agent.yaml"] : [TestEngine.image, "sh", "-c", Self.httpd]
            let record = try await Tool.run(
                ["seccomp", "record", "--for", "1s", "-o", "profile.json"] + launch.engineOptions + what,
                folder: launch.path)
            #expect(record.status == 0 && record.errors.contains("serving"), "\(record.errors)")
            let check = try await Tool.run(["seccomp", "check", "profile.json"], folder: launch.path)
            #expect(check.status == 0, "\(check.errors)")
            try launch.write(
                // Without a manifest nobody asked it for a page.
                LaunchFolder.manifest(
                    script: Self.httpd,
                    (fromManifest ? Self.served : "healthCheck: {type: log, expect: serving}")
                        + "\nsecurity: {seccomp: ./profile.json}"))
            let up = try await launch.run("up", "-d")
            #expect(up.status == 0, "\(up.errors)")
            // What it never did is refused.
            let plan = try await Tool.run(
                ["seccomp", "explain", "symlink", "--profile", "profile.json"], folder: launch.path)
            #expect(plan.output.hasPrefix("symlink: refused"), "\(plan.output)")
        }
    }

    @Test(arguments: TestEngine.allCases) func recordingEndsWithTheAgentOrWithTheUser(_ engine: TestEngine) async throws
    {
        try await LaunchFolder.with(engine) { launch in
            let own = try await Tool.run(
                ["seccomp", "record"] + launch.engineOptions + [TestEngine.image, "sh", "-c", "mkdir /tmp/x; exit 3"],
                folder: launch.path)
            #expect(own.status == 3 && own.output.contains("\"mkdir\""), "\(own.errors)")
            let user = try await launch.interrupt(
                "seccomp record", "-o", "p.json", TestEngine.image, "sleep", "600", after: "ready after")
            #expect(user.status == 0 && user.errors.contains("p.json: "), "\(user.status): \(user.errors)")
            let containers = try await launch.client.containers.list(
                all: true, filters: .labels(["dev.agent.project": "\(launch.project)-record"]))
            #expect(containers.isEmpty)
        }
    }
}
