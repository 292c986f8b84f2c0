import AgentManifest
import AgentRuntime
import AgentValues
import Diagnostics
import SeccompProfiles
import Testing

/// What the security levels lead to.
@Suite(.timeLimit(.minutes(2))) struct SecurityPlanTests {
    private struct Missing: Error {}

    private func plan(
        _ level: Manifest.Security.Level?, allowsPrivileged: Bool = false, _ change: (inout Manifest) -> Void = { _ in }
    ) throws -> AgentPlan {
        var manifest = Manifest(
            name: "hello", runtime: .init(name: "python", version: "3.11"),
            model: .init(provider: "openai", name: "gpt-4"))
        manifest.security.level = level
        change(&manifest)
        var flags = PlanFlags(project: "shop")
        flags.allowsPrivileged = allowsPrivileged
        let files = [
            "/srv/agent/good.json": #"{"deny": ["mkdir"]}"#, "/srv/agent/bad.json": "{\"deny\": [\n  \"mkdri\"]}",
        ]
        let planner = Planner(
            flags: flags, environment: ["TOKEN": "t"],
            readFile: { path in
                guard let text = files[path] else { throw Missing() }
                return text
            }, fileExists: { files[$0] != nil }, mounts: { .elsewhere })
        return try planner.plan(manifest, directory: "/srv/agent", defaults: RuntimeDefaults(), image: "hello")
    }

    private func value(_ name: String, in plan: AgentPlan) -> String? {
        plan.settings.first { $0.name == name }?.value
    }

    private func codes(_ body: () throws -> AgentPlan) -> [String] {
        do { _ = try body() } catch let error as DiagnosticsError { return error.diagnostics.map(\.code) } catch {}
        return []
    }

    @Test(arguments: [
        (Manifest.Security.Level?.none, "security level", "baseline"), (nil, "refuse root", "false"),
        (nil, "read-only root", "false"), (nil, "no new privileges", "true"),
        (nil, "dropped capabilities", "AUDIT_WRITE MKNOD NET_RAW SETFCAP SYS_CHROOT"), (nil, "user", "the image's"),
        (nil, "network", "shop_agents (private to the project)"), (nil, "ports", "none"), (nil, "init process", "true"),
        (.restricted, "security level", "restricted"), (.restricted, "refuse root", "true"),
        (.restricted, "read-only root", "true"), (.restricted, "no new privileges", "true"),
        (.restricted, "dropped capabilities", "ALL"), (.restricted, "user", "the image's, else 65532"),
        (.restricted, "network", "none"), (.restricted, "/tmp", "64Mi in memory"),
        (.restricted, "/run", "16Mi in memory"),
        (.privileged, "security level", "privileged"), (.privileged, "no new privileges", "false"),
        (.privileged, "dropped capabilities", "none"), (.privileged, "seccomp", "unconfined"),
    ])
    func everyLevelHasItsRows(_ level: Manifest.Security.Level?, _ name: String, _ expected: String) throws {
        let plan = try plan(level, allowsPrivileged: true)
        #expect(value(name, in: plan) == expected)
        #expect(plan.settings.allSatisfy { !$0.key.isEmpty })
    }

    @Test func seccompSaysHowMuchItAllows() throws {
        #expect(value("seccomp", in: try plan(nil))?.hasPrefix("default: ") == true)
        let strict = try plan(.restricted)
        #expect(
            value("seccomp", in: strict)?.hasPrefix("strict: ") == true && strict.options.security.seccomp == .strict)
        #expect(strict.options.volumes.map(\.target) == ["/tmp", "/run"])
    }

    @Test func oneKeyLoosensOneSetting() throws {
        let plan = try plan(.restricted) {
            $0.security.readOnlyRootFilesystem = false
            $0.network.mode = .bridge
        }
        #expect(!plan.options.security.readOnlyRootFilesystem && plan.options.volumes.isEmpty)
        #expect(plan.options.security.dropCapabilities == ["ALL"] && plan.options.security.noNewPrivileges)
        #expect(plan.options.network.mode == .project(name: "shop_agents"))
        #expect(plan.settings.first { $0.name == "read-only root" }?.origin == .manifest)
    }

    @Test func privilegedTakesTheUsersLeaveToo() throws {
        let error = try #require(throws: DiagnosticsError.self) { try plan(.privileged) }
        #expect(error.exitCode == .denied && error.diagnostics.map(\.code) == ["plan.privileged"])
        #expect(error.diagnostics.first?.hint?.contains("--allow-privileged") == true)
        _ = try plan(.privileged, allowsPrivileged: true)
    }

    @Test func whatLeadsOutOfTheCageIsDenied() throws {
        #expect(codes { try plan(nil) { $0.security.capabilities.add = ["SYS_ADMIN"] } } == ["plan.capability"])
        #expect(codes { try plan(.restricted) { $0.security.capabilities.add = ["CHOWN"] } } == ["plan.capability"])
        #expect(codes { try plan(nil) { $0.network.mode = .host } } == ["plan.host-network"])
        let etc = Manifest.Volume(kind: .bind, source: "/etc", target: "/e")
        #expect(codes { try plan(nil) { $0.volumes = [etc] } } == ["plan.unsafe-mount"])
        let opt = Manifest.Volume(kind: .bind, source: "/opt", target: "/o")
        for level in [Manifest.Security.Level.baseline, .restricted] {
            #expect(codes { try plan(level) { $0.volumes = [opt] } } == ["plan.unsafe-mount"])
        }
        #expect(codes { try plan(.privileged, allowsPrivileged: true) { $0.volumes = [opt, etc] } } == [])
        #expect(
            codes { try plan(nil) { $0.volumes = [.init(kind: .bind, source: "/a,b", target: "/e")] } } == [
                "plan.unsafe-path"
            ])
        #expect(
            codes { try plan(nil) { $0.volumes = [.init(kind: .tmpfs, source: nil, target: "/run/secrets/x")] } }
                == ["plan.reserved-path"])
        let reasoned = try plan(nil) {
            $0.security.allowUnsafe = ["a test"]
            $0.volumes = [etc]
            $0.network.mode = .host
            $0.security.capabilities.add = ["SYS_ADMIN"]
        }
        #expect(value("unsafe, allowed", in: reasoned) == "a test")
    }

    @Test func aProfileComesFromAFileOrFromTheManifest() throws {
        let file = try plan(nil) { $0.security.seccomp = .file("good.json") }
        #expect(file.options.security.seccomp.profile?.allowedCalls.contains("mkdir") == false)
        let inline = try plan(nil) { $0.security.seccomp = .inline(["allow": ["ptrace"]]) }
        #expect(inline.options.security.seccomp.profile?.allowedCalls.contains("ptrace") == true)
        #expect(inline.warnings.map(\.code) == ["seccomp.risky"])
        let error = try #require(throws: DiagnosticsError.self) {
            try plan(nil) { $0.security.seccomp = .file("bad.json") }
        }
        #expect(error.diagnostics.first?.position?.line == 2 && error.diagnostics.first?.position?.file == "bad.json")
        #expect(error.diagnostics.first?.hint == "did you mean 'mkdir'?")
        #expect(codes { try plan(nil) { $0.security.seccomp = .file("gone.json") } } == ["plan.unreadable-file"])
    }

    @Test func secretsAreNamedAndNeverRead() throws {
        let plan = try plan(nil) {
            $0.secrets = [.init(name: "api", source: .exec(command: ["false"]))]
            $0.environment = [
                .init(name: "API_KEY", source: .secret(name: "api", key: nil)),
                .init(name: "PART", source: .secret(name: "api", key: "part")),
                .init(name: "TOKEN", source: .secret(name: "TOKEN", key: nil)),
            ]
        }
        #expect(plan.options.secrets.map(\.name) == ["api", "api.part", "TOKEN"])
        #expect(plan.options.secrets.map(\.variables) == [["API_KEY"], ["PART"], ["TOKEN"]])
        #expect(plan.options.environment.keys.allSatisfy { $0.hasPrefix("AAC_") })
        #expect(value("secret api", in: plan) == "what 'false' prints as /run/secrets/api, API_KEY")
    }

    @Test(arguments: [("api", "../x"), ("../api", nil), ("..", nil), ("a/b", nil), ("api", "a\0b")])
    func aSecretsNameLeadsNowhereElse(_ name: String, _ key: String?) {
        #expect(
            codes {
                try plan(nil) {
                    $0.secrets = [.init(name: "api", source: .exec(command: ["true"]))]
                    $0.environment = [.init(name: "A", source: .secret(name: name, key: key))]
                }
            } == ["plan.unsafe-secret-name"])
    }

    @Test func twoSecretsAreNotOneFile() {
        #expect(
            codes {
                try plan(nil) {
                    $0.secrets = ["api", "api.part"].map { .init(name: $0, source: .exec(command: ["true"])) }
                    $0.environment = [.init(name: "A", source: .secret(name: "api", key: "part"))]
                }
            } == ["plan.secret-name-taken"])
    }
}
