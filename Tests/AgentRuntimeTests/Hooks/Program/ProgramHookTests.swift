import AgentManifest
import Diagnostics
import FoundationEssentials
import Logging
import Testing

@testable import AgentRuntime
import AgentTesting

/// What programs say as hooks, and what becomes of it.
@Suite(.timeLimit(.minutes(2))) struct ProgramHookTests {
    private let folder: TemporaryFolder
    private let options: RunOptions
    private let context = RunContext(
        project: "shop", agent: "clerk", run: "0123", logger: Logger(label: "test"), isPlan: true)
    private let container = ContainerInfo(
        id: ContainerID("c1"), name: "shop-clerk-1", ports: [PortMapping(host: 80, container: 8080)])

    init() throws {
        folder = try TemporaryFolder()
        let identity = AgentIdentity.testing(project: "shop", agent: "clerk", run: "0123")
        var options = RunOptions(image: "hello:1", name: identity.containerName, identity: identity)
        options.environment = ["A": "1", "B": "2"]
        self.options = options
    }

    private func hook(_ script: String, phase: HookError.Phase = .preRun) -> ProgramHook {
        ProgramHook(
            name: "check", program: ["sh", "-c", script], directory: folder.path, phase: phase,
            environment: ["PATH": "/usr/bin:/bin", "FROM_HOST": "yes"])
    }

    private func changed(by script: String) async throws -> RunOptions {
        var options = options
        try await hook(script).preRun(&options, in: context)
        return options
    }

    private func written(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: folder[name])), as: UTF8.self)
    }

    @Test func silenceChangesNothing() async throws {
        #expect(try await changed(by: "cat > /dev/null; echo") == options)
    }

    @Test func aPatchIsMerged() async throws {
        let patch = """
            {"environment": {"A": null, "C": "3"}, "image": "hello:2", "restart": {"always": {}}, "network": {"mode": {"none": {}}},
             "ports": [{"Host": "0", "Container": "80", "HostIP": "127.0.0.1"}], "command": ["serve"]}
            """
        let changed = try await changed(by: "echo '\(patch)'")
        var expected = options
        expected.environment = ["B": "2", "C": "3"]
        expected.image = "hello:2"
        expected.restart = .always
        expected.network.mode = .none
        expected.ports = [PortMapping(host: 0, container: 80)]
        expected.command = ["serve"]
        #expect(changed == expected)
    }

    @Test func allOptionsAreTakenAsTheyAre() async throws {
        let changed = try await changed(by: #"sed 's/"A":"1",//; s/"restart":{"no":{}}/"restart":{"always":{}}/'"#)
        #expect(changed.environment == ["B": "2"])
        #expect(changed.restart == .always)
    }

    @Test(arguments: [
        ("no json", "printed something that is no JSON"),
        ("[1]", "printed JSON that is no object"),
        (#"{"image": 5}"#, "image: "),
        (#"{"image": null}"#, "image is missing"),
        (#"{"ports": [{"Host": "x", "Container": "1"}]}"#, "ports[0].Host: not a port: x"),
        (#"{"enviroment": {"A": "2"}}"#, "unknown key: enviroment"),
        (#"{"resources": {"memroy": 5}}"#, "unknown key: resources.memroy"),
        (#"{"environment": {"A": 1}}"#, "environment.A: "),
        (String(repeating: "[", count: 100_000), "printed something that is no JSON"),
    ])
    func whatAreNoOptionsIsRefused(output: String, message: String) async throws {
        try folder.add("output", output)
        let error = try await #require(throws: ProgramError.self) { try await changed(by: "cat output") }
        #expect(error.code == .invalidOutput)
        #expect(error.message.contains(message), "\(error.message)")
        #expect(error.details.first?.hasPrefix("it printed: \(output.prefix(10))") == true)
        #expect((error.details.first?.count ?? 0) < 250)
    }

    @Test(arguments: [
        #"sed 's/"project":"shop"/"project":"other"/'"#, #"sed 's/"run":"0123"/"run":"4567"/'"#,
        #"echo '{"name": "other"}'"#,
    ])
    func whoseContainerItIsCannotBeChanged(script: String) async throws {
        let error = try await #require(throws: ProgramError.self) { try await changed(by: script) }
        #expect(error.code == .identityChanged)
    }

    @Test func exitCodeTwoDeniesWithTheReason() async throws {
        let error = try await #require(throws: RunDenied.self) {
            try await changed(by: "echo ' the budget is used up' >&2; echo >&2; echo 'ask for more' >&2; exit 2")
        }
        #expect(error.reason == "the budget is used up; ask for more")
        #expect(error.exitCode == .denied)
        let silent = try await #require(throws: RunDenied.self) { try await changed(by: "exit 2") }
        #expect(silent.reason == "the program gives no reason")
        let long = try await #require(throws: RunDenied.self) {
            try await changed(by: "head -c 100000 /dev/zero | tr '\\0' x >&2; exit 2")
        }
        #expect(long.reason.count == 1001)
    }

    @Test func anyOtherEndingMeansThatItBroke() async throws {
        let failed = try await #require(throws: ProgramError.self) {
            try await changed(by: "for i in $(seq 1 100); do echo line $i >&2; done; exit 3")
        }
        #expect(failed.code == .failed)
        #expect(failed.summary == "'sh' ended with exit code 3")
        #expect(failed.details.count == 21)
        #expect(failed.details.last == "  line 100")
        let killed = try await #require(throws: ProgramError.self) { try await changed(by: "kill -KILL $$") }
        #expect(killed.summary == "'sh' was ended by signal 9")
    }

    @Test func theEnvironmentTellsAboutTheRun() async throws {
        _ = try await changed(by: "env > env; pwd > pwd")
        let variables = Set(try written("env").split(separator: "\n").map(String.init))
        #expect(
            variables.isSuperset(of: [
                "AAC_HOOK=check", "AAC_HOOK_PHASE=preRun", "AAC_PROJECT=shop", "AAC_AGENT=clerk", "AAC_RUN_ID=0123",
                "AAC_PLAN=1", "FROM_HOST=yes",
            ]))
        #expect(!variables.contains { $0.hasPrefix("AAC_CONTAINER_ID") })
        #expect(try written("pwd").hasSuffix("\(folder.path.split(separator: "/").last ?? "")\n"))
    }

    @Test(arguments: [HookError.Phase.postRun, .ready, .preStop, .postStop])
    func eachPhaseGetsItsInputAndNoOther(phase: HookError.Phase) async throws {
        let hook = hook("cat > input; echo $AAC_HOOK_PHASE $AAC_CONTAINER_ID > phase", phase: phase)
        var changed = options
        try await hook.preRun(&changed, in: context)
        try await hook.postRun(container, in: context)
        if phase != .postRun { #expect(throws: (any Error).self) { try written("phase") } }
        try await hook.ready(container, in: context)
        try await hook.preStop(container.id, in: context)
        try await hook.postStop(container.id, in: context)
        #expect(try written("phase") == "\(phase.rawValue) c1\n")
        let full = #"{"ID":"c1","Name":"shop-clerk-1","Ports":[{"Container":"8080","Host":"80","Protocol":"tcp"}]}"#
        #expect(try written("input") == (phase == .preStop || phase == .postStop ? #"{"ID":"c1"}"# : full) + "\n")
    }

    @Test func aProgramIsToldWhyTheRunFailed() async throws {
        let hook = hook("cat > input; echo $AAC_HOOK_PHASE > phase", phase: .failed)
        var changed = options
        try await hook.preRun(&changed, in: context)
        await hook.undo(in: context)
        #expect(throws: (any Error).self) { try written("phase") }
        try await hook.failed(RunError(.exited, agent: "clerk", "ended with exit code 3"), in: context)
        #expect(try written("phase") == "failed\n")
        let error = #"{"error":{"code":"run.exited","exitCode":1,"message":"clerk: ended with exit code 3"}}"#
        #expect(try written("input") == error + "\n")
    }

    @Test func aDenialIsNeverAWarning() async throws {
        let warning = ProgramHook(
            name: "check", program: ["sh", "-c", "exit 2"], directory: folder.path, phase: .preRun, onError: .warn)
        await #expect(throws: HookError.self) { try await HookedRuntime.preview(options, hooks: [warning]) }
        let broken = ProgramHook(
            name: "check", program: ["sh", "-c", "echo '{\"image\":\"x\"}'; exit 1"], directory: folder.path,
            phase: .preRun, onError: .warn)
        #expect(try await HookedRuntime.preview(options, hooks: [broken]).options == options)
    }
}
