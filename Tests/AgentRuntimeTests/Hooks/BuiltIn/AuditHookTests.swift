import AgentTesting
import Diagnostics
import FoundationEssentials
import Glibc
import Testing

@testable import AgentRuntime

@Suite(.timeLimit(.minutes(5))) struct AuditHookTests {
    private let folder: TemporaryFolder
    private var path: String { folder["deep/er/audit.jsonl"] }

    init() throws { folder = try TemporaryFolder() }

    private func lines() throws -> [RunEvent] {
        try Data(contentsOf: URL(filePath: path)).split(separator: 10)
            .map { try JSONDecoder().decode(RunEvent.self, from: Data($0)) }
    }

    @Test func eachOutcomeIsALine() async throws {
        let (hook, call) = (AuditHook(path: path), HookCall())
        let options = try await call.preRun(hook) { $0.environment = ["PASSWORD": "hunter2"] }
        #expect(try lines().isEmpty)
        try await hook.ready(ContainerInfo(id: ContainerID("c1"), name: "n"), in: call.context)
        try await hook.postStop(ContainerID("c1"), in: call.context)
        let denial = HookError(hook: "budget", phase: .preRun, agent: "clerk", underlying: [RunDenied("used up")])
        await hook.failed(denial, in: call.context)
        let lines = try lines()
        #expect(lines.map(\.outcome) == [.ready, .stopped, .failed])
        #expect(lines.map(\.reason) == [nil, nil, "clerk: hook 'budget' failed in preRun: denied: used up"])
        #expect(lines.map(\.container) == ["c1", "c1", nil])
        for line in lines {
            #expect(line.project == "shop" && line.agent == "clerk" && line.run == call.identity.run)
            #expect(line.image == "hello:1" && line.options == options.configHash)
            #expect(line.user.id == getuid())
            #expect(line.time.hasSuffix("Z"))
        }
        let text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
        #expect(!text.contains("hunter2"))
        var status = stat()
        #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
    }

    @Test func manyWritersDoNotMixTheirLines() async throws {
        let hook = AuditHook(path: path)
        try await withThrowingTaskGroup { group in
            for _ in 0..<100 {
                group.addTask {
                    try await hook.ready(ContainerInfo(id: ContainerID("c1"), name: "n"), in: HookCall().context)
                }
            }
            try await group.waitForAll()
        }
        #expect(try lines().count == 100)
    }

    @Test func aPlanWritesNothing() async throws {
        let (hook, call) = (AuditHook(path: path), HookCall(isPlan: true))
        try await call.preRun(hook)
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func whatCannotBeAuditedDoesNotBegin() async throws {
        try folder.add("file")
        try folder.addPipe("pipe")
        for path in [folder["file/audit"], folder["pipe"], folder.path] {
            let error = try await #require(throws: RunError.self) {
                try await HookCall().preRun(AuditHook(path: path))
            }
            #expect(error.exitCode == .inputOutput)
        }
        let call = HookCall()
        await AuditHook(path: folder["file/audit"]).failed(CancellationError(), in: call.context)
        #expect(call.warnings.count == 1)
    }

    @Test(
        arguments: [
            (true, ["HOME": "/root"], "/var/log/aac-runtime/audit.jsonl"),
            (false, ["HOME": "/home/a"], "/home/a/.local/state/aac-runtime/audit.jsonl"),
            (false, ["HOME": "/home/a", "XDG_STATE_HOME": "/s"], "/s/aac-runtime/audit.jsonl"),
            (false, ["HOME": "/home/a", "XDG_STATE_HOME": "s"], "/home/a/.local/state/aac-runtime/audit.jsonl"),
            (false, [:], nil),
        ] as [(Bool, [String: String], String?)])
    func theStandardPath(isRoot: Bool, environment: [String: String], path: String?) {
        #expect(AuditHook.standardPath(isRoot: isRoot, environment: environment) == path)
    }

    @Test(arguments: TestEngine.allCases)
    func aRunOnAnEngineIsAudited(engine: TestEngine) async throws {
        try await withAgent(on: engine, "audit") { agent in
            var options = agent.options(["sleep", "1000"])
            options.readiness = .started
            let runtime = agent.runtime.wrapped(by: [AuditHook(path: path)])
            let container = try await runtime.run(options).container
            try await runtime.stop(container.id, timeout: .seconds(1))
            options.command = ["false"]
            options.readiness = nil
            options.identity = AgentIdentity.testing(project: agent.project, agent: "other")
            options.name = options.identity.containerName
            await #expect(throws: RunError.self) { try await runtime.run(options) }
            let lines = try lines()
            #expect(lines.map(\.outcome) == [.ready, .stopped, .failed])
            #expect(lines.allSatisfy { $0.digest?.hasPrefix("sha256:") == true || $0.digest?.count == 64 })
            #expect(Set(lines.map(\.digest)).count == 1)
            #expect(lines[0].run == lines[1].run && lines[0].options == lines[1].options)
            #expect(lines.allSatisfy { $0.project == agent.project && $0.image?.contains("aac-test/busybox") == true })
        }
    }
}
