import AgentTesting
import AgentValues
import Diagnostics
import EngineAPI
import Synchronization
import Testing

@testable import AgentRuntime

@Suite(.timeLimit(.minutes(5))) struct EngineRuntimeTests {
    @Test(arguments: TestEngine.allCases)
    func runsAnHTTPAgentWithItsLimits(engine: TestEngine) async throws {
        try await withAgent(on: engine, "limits") { agent in
            var options = agent.options(["httpd", "-f", "-p", "8080", "-h", "/bin"])
            options.ports = [PortMapping(host: 0, container: 8080)]
            options.readiness = Probe(.http(.init(port: 8080, path: "/no-such-file", statuses: [404...404], text: nil)))
            options.resources.memory = 64 << 20
            options.resources.nanoCPUs = 500_000_000
            options.resources.processes = 50
            let info = try await agent.runtime.run(options).container
            #expect(info.name == options.name)
            #expect(info.ports.count == 1)
            #expect(info.ports.first?.hostIP == "127.0.0.1")
            #expect((info.ports.first?.host ?? 0) > 0)
            let found = try await agent.client.containers.inspect(info.id.rawValue)
            #expect(found.host.memory == 64 << 20)
            #expect(found.host.memorySwap == 64 << 20)
            #expect(found.host.nanoCPUs == 500_000_000)
            #expect(found.host.pidsLimit == 50)
            #expect(found.configuration.labels?[AgentIdentity.Label.project] == agent.project)
            #expect(found.configuration.labels?[AgentIdentity.Label.configHash] == options.configHash)
            #expect(try await agent.runtime.list().contains { $0.id == info.id })
        }
    }

    @Test(arguments: TestEngine.allCases)
    func aContainerThatDiesFailsTheRunAtOnce(engine: TestEngine) async throws {
        try await withAgent(on: engine, "dies") { agent in
            var options = agent.options(["sh", "-c", "echo last words; exit 3"])
            options.readiness = Probe(.tcp(port: 8080), startPeriod: .seconds(60))
            let error = try await #require(throws: RunError.self) { try await agent.runtime.run(options) }
            #expect(error.code == .exited)
            #expect(error.summary.contains("exit code 3"))
            #expect(error.details.contains("  last words"))
            #expect(try await agent.leftovers() == [])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func anAgentOverItsMemoryLimitIsCalledOutOfMemory(engine: TestEngine) async throws {
        try await withAgent(on: engine, "oom") { agent in
            var options = agent.options(["sh", "-c", "x=$(cat /dev/zero | tr '\\0' x); echo $x"])
            options.resources.memory = 32 << 20
            options.readiness = Probe(.tcp(port: 8080), startPeriod: .seconds(60))
            let error = try await #require(throws: RunError.self) { try await agent.runtime.run(options) }
            #expect(error.code == .outOfMemory)
            #expect(error.summary.contains("OOM-killed at its memory limit of 32Mi"))
            #expect(error.hint?.contains("spec.resources.limits.memory") == true)
        }
    }

    @Test(
        arguments: TestEngine.allCases,
        [
            (["no-such-program"], RunError.Code.commandNotFound, Int32(127)),
            (["/etc/passwd"], .commandNotExecutable, 126),
        ])
    func aCommandThatCannotRunHasItsShellCode(
        engine: TestEngine, _ wanted: (command: [String], code: RunError.Code, exit: Int32)
    ) async throws {
        try await withAgent(on: engine, "command") { agent in
            var options = agent.options(wanted.command)
            // An init process hides the missing program from the engine.
            options.security.initProcess = false
            let error = try await #require(throws: RunError.self) { try await agent.runtime.run(options) }
            #expect(error.code == wanted.code)
            #expect(error.exitCode.rawValue == wanted.exit)
            #expect(try await agent.leftovers() == [])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func cancellationLeavesNothing(engine: TestEngine) async throws {
        try await withAgent(on: engine, "cancel") { agent in
            var options = agent.options(["sleep", "60"])
            options.network.mode = .project(name: agent.project)
            options.volumes = [VolumeMount(.volume, source: "\(agent.project)_data", target: "/data")]
            options.files = ["/etc/aac/config.json": "{}"]
            options.readiness = Probe(.file(path: "/never", text: nil), startPeriod: .seconds(60))
            let (started, continuation) = AsyncStream.makeStream(of: Void.self)
            let observer = RunObserver(started: { _ in continuation.finish() })
            let run = Task { [options] in try await agent.runtime.run(options, observer: observer) }
            for await _ in started {}
            run.cancel()
            let result = await run.result
            #expect(throws: CancellationError.self) { try result.get() }
            let left = try await agent.leftovers()
            #expect(left == [])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func aForeignContainerIsNeverTouched(engine: TestEngine) async throws {
        try await withAgent(on: engine, "foreign") { agent in
            let options = agent.options(["sleep", "60"])
            let foreign = try await agent.client.containers.create(
                ContainerConfiguration(image: TestEngine.image, command: ["sleep", "60"], labels: TestEngine.labels),
                name: options.name)
            let error = try await #require(throws: RunError.self) { try await agent.runtime.run(options) }
            #expect(error.code == .nameTaken)
            #expect(error.summary.contains(foreign.id.prefix(12)))
            #expect(try await agent.client.containers.inspect(foreign.id).name == options.name)
            try await agent.client.containers.remove(foreign.id, force: true)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func aLeftoverOfTheSameAgentIsReplaced(engine: TestEngine) async throws {
        try await withAgent(on: engine, "leftover") { agent in
            let first = try await agent.runtime.run(agent.options(["sleep", "60"]))
            var again = agent.options(["sleep", "61"])
            again.identity = AgentIdentity.testing(project: agent.project, agent: "agent")
            let steps = Mutex<[RunStep]>([])
            let second = try await agent.runtime.run(
                again, observer: RunObserver(progress: { step in steps.withLock { $0.append(step) } }))
            #expect(first.container.id != second.container.id)
            #expect(steps.withLock { $0.contains { if case .replacing = $0 { true } else { false } } })
        }
    }

    @Test(
        arguments: TestEngine.allCases,
        [
            Probe(.command(["test", "-e", "/tmp/ready"], exitCode: 0, text: nil)),
            Probe(.file(path: "/tmp/ready", text: nil)),
            Probe(.file(path: "/tmp/ready", text: "yes")), Probe(.log(pattern: "^now r.*y$")), Probe(.tcp(port: 8080)),
            Probe(.running(duration: Seconds(wrappedValue: .milliseconds(100)))),
        ])
    func everyProbeFindsAReadyAgent(engine: TestEngine, probe: Probe) async throws {
        try await withAgent(on: engine, "probe") { agent in
            var options = agent.options(
                ["sh", "-c", "usleep 200000; echo yes > /tmp/ready; echo now ready; exec httpd -f -p 8080"])
            options.readiness = probe
            _ = try await agent.runtime.run(options)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func aTimeLimitNamesTheLastAnswer(engine: TestEngine) async throws {
        try await withAgent(on: engine, "late") { agent in
            var options = agent.options(["sleep", "60"])
            options.readiness = Probe(.file(path: "/never", text: nil), startPeriod: .zero)
            // Podman may take its time for a first answer.
            options.readinessTimeout = .seconds(8)
            let error = try await #require(throws: RunError.self) { try await agent.runtime.run(options) }
            #expect(error.code == .notReadyInTime)
            #expect(error.exitCode == .timedOut)
            #expect(error.details.first?.contains("no file '/never'") == true)
        }
    }

    @Test(.timeLimit(.minutes(1)), arguments: TestEngine.allCases)
    func aHurriedStopKills(_ engine: TestEngine) async throws {
        try await withAgent(on: engine, "hurry") { agent in
            var options = agent.options(["sh", "-c", "trap '' TERM; echo deaf; while true; do sleep 1; done"])
            options.readiness = Probe(.log(pattern: "deaf"))
            let container = try await agent.runtime.run(options).container
            let hurried = EngineRuntime(agent.client) { true }
            try await hurried.stop(container.id, timeout: .seconds(600))
            let state = try await agent.client.containers.inspect(container.id.rawValue).state
            #expect(!state.isRunning && state.exitCode == 137)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func theAgentSeesItsFilesAndVariables(engine: TestEngine) async throws {
        try await withAgent(on: engine, "files") { agent in
            var options = agent.options(["sh", "-c", "cat /etc/aac/config.json; echo; echo $A; sleep 60"])
            options.files = ["/etc/aac/config.json": #"{"a":1}"#]
            options.environment = ["A": "b c"]
            options.readiness = Probe(.log(pattern: "b c"))
            let info = try await agent.runtime.run(options).container
            var output: [UInt8] = []
            for try await frame in try await agent.runtime.streamLogs(info.id, options: LogOptions()) {
                output += frame.bytes
            }
            #expect(String(decoding: output, as: UTF8.self) == "{\"a\":1}\nb c\n")
        }
    }
}
