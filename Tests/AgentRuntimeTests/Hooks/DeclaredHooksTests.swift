import AgentManifest
import AgentTesting
import AgentValues
import Diagnostics
import FoundationEssentials
import Testing

@testable import AgentRuntime

@Suite(.timeLimit(.minutes(2))) struct DeclaredHooksTests {
    /// A dictionary prints in another order in each process; a digest made of that would make an agent anew each time.
    @Test func hooksPrintInTheirWrittenOrder() {
        var hooks = Manifest.Hooks()
        hooks.preRun = [
            Manifest.Hook(name: "h", action: .use("h", config: ["z": 1, "a": 2, "m": ["y": 3, "b": 4], "c": 5]))
        ]
        #expect("\(hooks)".contains(#"{"z":1,"a":2,"m":{"y":3,"b":4},"c":5}"#))
        #expect(!"\(hooks)".contains("index"))
    }

    /// Wherever a run fails, also in a hook that is listed before them.
    @Test func programsAreToldWhyARunFailedInTheirWrittenOrder() async throws {
        let folder = try TemporaryFolder()
        func program(_ name: String, _ script: String) -> Manifest.Hook {
            Manifest.Hook(name: name, action: .exec(["sh", "-c", script]))
        }
        var manifest = Manifest(
            name: "clerk", runtime: .init(name: "python"), model: .init(provider: "openai", name: "gpt-4"))
        manifest.hooks.preRun = [program("deny", "echo used up >&2; exit 2")]
        manifest.hooks.failed = [
            program("first", "echo first $(cat) >> told"), program("second", "echo second >> told"),
        ]
        let loaded = LoadedManifest(manifest: manifest, directory: folder.path, file: "agent.yaml")
        let hooks = try Catalog<any RunHook>(of: "hook").hooks(declaredBy: loaded)
        let fake = FakeRuntime()
        let runtime = HookedRuntime(base: fake, hooks: HookSet(hooks.hooks))
        let identity = AgentIdentity.testing(project: "shop", agent: "clerk")
        let options = RunOptions(image: "i", name: identity.containerName, identity: identity)
        let error = await #expect(throws: HookError.self) { try await runtime.run(options) }
        #expect(error?.exitCode == .denied)
        #expect(fake.calls.isEmpty)
        let told = String(decoding: try Data(contentsOf: URL(filePath: folder["told"])), as: UTF8.self)
        let lines = told.split(separator: "\n")
        #expect(lines.count == 2 && lines.last == "second")
        #expect(lines.first?.hasPrefix(#"first {"error":{"#) == true)
        #expect(lines.first?.contains(#""message":"denied: used up""#) == true, "\(told)")
    }

    @Test func aMistakeIsShownWhereItIs() throws {
        var manifest = Manifest(
            name: "hello", runtime: .init(name: "python"), model: .init(provider: "openai", name: "gpt-4"))
        manifest.hooks.preRun = [
            Manifest.Hook(name: "a", action: .use("audit", config: ["path": 5])),
            Manifest.Hook(name: "b", action: .use("auditt", config: [:])),
        ]
        let loaded = LoadedManifest(manifest: manifest, directory: "/srv/agent", file: "agent.yaml")
        let error = try #require(throws: DiagnosticsError.self) {
            try Catalog<any RunHook>.builtIn.hooks(declaredBy: loaded)
        }
        #expect(error.diagnostics.map(\.path) == ["spec.hooks.preRun[0].config.path", "spec.hooks.preRun[1].use"])
        #expect(error.diagnostics.allSatisfy { $0.code == "plan.hook" })
    }
}
