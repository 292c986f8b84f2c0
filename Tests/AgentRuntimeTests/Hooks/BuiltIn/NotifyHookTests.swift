import AgentValues
import FoundationEssentials
import Testing

@testable import AgentRuntime

@Suite(.timeLimit(.minutes(2))) struct NotifyHookTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func hook(_ script: String, on outcomes: JSONValue = nil) throws -> NotifyHook {
        try NotifyHook(config: ["exec": ["sh", "-c", .string(script)], "on": outcomes])
    }

    private func callAll(_ hook: NotifyHook, _ call: HookCall) async throws {
        try await call.preRun(hook)
        try await hook.ready(ContainerInfo(id: ContainerID("c1"), name: "n"), in: call.context)
        try await hook.postStop(ContainerID("c1"), in: call.context)
        await hook.failed(RunError(.exited, agent: "clerk", "ended with exit code 3"), in: call.context)
    }

    private func told() throws -> [RunEvent] {
        try Data(contentsOf: URL(filePath: folder["told"])).split(separator: 10)
            .map { try JSONDecoder().decode(RunEvent.self, from: Data($0)) }
    }

    @Test func theProgramIsTold() async throws {
        let call = HookCall()
        try await callAll(try hook("cat >> \(folder["told"])"), call)
        #expect(try told().map(\.outcome) == [.ready, .stopped, .failed])
        #expect(try told().map(\.reason) == [nil, nil, "clerk: ended with exit code 3"])
        #expect(call.warnings.isEmpty)
    }

    @Test func onlyWhatIsWantedIsTold() async throws {
        try await callAll(try hook("cat >> \(folder["told"])", on: ["failed"]), HookCall())
        #expect(try told().map(\.outcome) == [.failed])
    }

    @Test(arguments: [
        ("echo broken >&2; exit 2", "hook 'notify': 'sh' ended with exit code 2: broken"),
        ("kill -9 $$", "hook 'notify': 'sh' was ended by signal 9: it printed nothing on standard error"),
    ])
    func aFailureIsAWarning(script: String, warning: String) async throws {
        let call = HookCall()
        try await callAll(try hook(script, on: ["ready"]), call)
        #expect(call.warnings == [warning])
    }

    @Test func aMissingProgramIsAWarning() async throws {
        let call = HookCall()
        try await callAll(try NotifyHook(config: ["exec": ["no-such-program-anywhere"]]), call)
        #expect(call.warnings.count == 3)
    }

    @Test func aPlanTellsNobody() async throws {
        let call = HookCall(isPlan: true)
        let hook = try hook("touch \(folder["told"])")
        try await call.preRun(hook)
        #expect(!FileManager.default.fileExists(atPath: folder["told"]))
    }
}
