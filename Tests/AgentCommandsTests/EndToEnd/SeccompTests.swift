import AgentTesting
import Diagnostics
import Foundation
import Testing

/// `aac-runtime seccomp` without an engine.
@Suite(.timeLimit(.minutes(10))) struct SeccompTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder(named: "seccomp") }

    private func run(_ arguments: String..., input: String = "") async throws -> Tool.Result {
        try await Tool.run(["seccomp"] + arguments, input: input, folder: folder.path)
    }

    @Test(arguments: ["default", "strict"]) func aProfileIsShown(_ name: String) async throws {
        let text = try await run("show", name)
        #expect(text.status == 0 && text.output.hasPrefix("\(name): "))
        #expect(text.output.contains("\nfiles: ") && text.output.contains("everything else: refused with EPERM"))
        #expect(text.output.contains("not allowed: changes mounts or namespaces"))
        let json = try await run("show", name, "--output", "json")
        let document = try #require(
            JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        #expect(document["name"] as? String == name)
        let groups = try #require(document["groups"] as? [[String: Any]])
        #expect(groups.allSatisfy { ($0["reason"] as? String)?.isEmpty == false })
    }

    @Test func everyMistakeHasItsPlace() async throws {
        try folder.write(
            """
            {"defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_X86_64"], "syscalls": [
              {"names": ["raed"], "action": "SCMP_ACT_ALLOW"},
              {"names": ["write"], "action": "SCMP_ACT_ALOW"}]}
            """, to: "p.json")
        let text = try await run("check", "p.json")
        #expect(text.status == ExitCode.manifestInvalid.rawValue && text.output.isEmpty)
        #expect(text.errors.contains("p.json:2:14") && text.errors.contains("did you mean 'read'?"), "\(text.errors)")
        #expect(text.errors.contains("p.json:3:"), "\(text.errors)")
        let json = try await run("check", "p.json", "--output", "json")
        #expect(json.status == 65 && json.output.contains("\"valid\": false"), "\(json.output)")
        let missing = try await run("check", "gone.json")
        #expect(missing.status == ExitCode.inputOutput.rawValue)
    }

    @Test(arguments: ["default", "strict"]) func whatIsExportedPassesTheCheck(_ name: String) async throws {
        let exported = try await run("export", "--format", "json", "--profile", name)
        #expect(exported.status == 0)
        let check = try await run("check", "-", input: exported.output)
        #expect(check.status == 0 && check.output.contains(" calls, builds for "), "\(check.errors)")
        let code = try await run("export", "--format", "pfc", "--profile", name)
        #expect(code.output.contains("# pseudo filter code start"))
        try folder.write(exported.output, to: "p.json")
        let shown = try await run("show", "p.json")
        #expect(shown.output.contains("p.json: "))
    }

    @Test func aCallIsExplained() async throws {
        let mount = try await run("explain", "mount")
        #expect(mount.output.hasPrefix("mount: refused with EPERM: changes mounts"), "\(mount.output)")
        let socket = try await run("explain", "socket", "--profile", "strict")
        #expect(
            socket.output.contains("allowed by 'internet-sockets'") && socket.output.contains("when argument 0 is 2"))
        let json = try await run("explain", "clone3", "--output", "json")
        #expect(json.output.contains("ENOSYS"), "\(json.output)")
        let unknown = try await run("explain", "mout")
        #expect(unknown.status == ExitCode.usage.rawValue && unknown.errors.contains("did you mean 'mount'?"))
    }

    @Test func wrongUsageIsSaid() async throws {
        #expect(try await run("record").status == ExitCode.usage.rawValue)
        #expect(try await run("export").status == ExitCode.usage.rawValue)
        let name = try await run("show", "strickt")
        #expect(name.errors.contains("did you mean 'strict'?"), "\(name.errors)")
        let noStrace = try await Tool.run(["seccomp", "record", "hello"], environment: ["PATH": "/nowhere"])
        #expect(noStrace.status == 1 && noStrace.errors.contains("install the package 'strace'"), "\(noStrace.errors)")
        let folder = try await run("record", "-o", "/nowhere/p.json", "hello")
        #expect(folder.status == ExitCode.inputOutput.rawValue)
    }
}
