import AgentRuntime
import AgentTesting
import EngineAPI
import Synchronization
import Testing

@testable import AgentOrchestrator

/// What is made of the end of a supervised agent's command, and of broken connections.
@Suite(.timeLimit(.minutes(2))) struct ContainerAgentTests {
    private func agent(
        _ shop: ScriptedProject, isService: Bool = false, restart: AgentRuntime.RestartPolicy = .no
    ) async throws -> ContainerAgent {
        let web = try await shop.add("web")
        var options = shop.plan("web").options
        options.restart = restart
        if isService { options.readiness = ScriptedProject.fileProbe }
        return ContainerAgent(
            options: options, container: ContainerID(web.id), engine: shop.client, reconnector: shop.host.reconnector(),
            beforeStart: {})
    }

    @Test func anEndIsTheEnd() async throws {
        let shop = try await ScriptedProject()
        let agent = try await agent(shop)
        let end = Task { try await agent.end() }
        #expect(try await agent.isRunning())
        shop.containers.end(shop.container("web"), code: 3)
        #expect(try await end.value == .final(code: 3, wasOOMKilled: false))
        #expect(try await !agent.isRunning())
    }

    /// A job that a signal ends has ended; a service was killed, unless by SIGTERM or the kernel.
    @Test(arguments: [
        (false, 137, false, AgentEnd.final(code: 137, wasOOMKilled: false)),
        (true, 137, false, .killed(code: 137)), (true, 139, false, .killed(code: 139)),
        (true, 143, false, .final(code: 143, wasOOMKilled: false)),
        (true, 137, true, .final(code: 137, wasOOMKilled: true)),
        (true, 1, false, .final(code: 1, wasOOMKilled: false)),
    ])
    func signals(isService: Bool, code: Int, outOfMemory: Bool, expected: AgentEnd) async throws {
        let shop = try await ScriptedProject()
        let agent = try await agent(shop, isService: isService)
        shop.containers.end(shop.container("web"), code: code, outOfMemory: outOfMemory)
        #expect(try await agent.end() == expected)
    }

    /// A Docker that is killed stops, when it comes back, what it finds running.
    @Test func anEndThatCameWithTheEngines() async throws {
        let shop = try await ScriptedProject()
        let agent = try await agent(shop)
        let name = shop.container("web")
        shop.engine.change("POST /containers/*/wait", times: 1) { [containers = shop.containers] _, _ in
            containers.end(name, code: 143)
            return .lost
        }
        #expect(try await agent.end() == .withEngine(code: 143))
    }

    @Test func oneThatTheEngineStartsAgain() async throws {
        let shop = try await ScriptedProject()
        let agent = try await agent(shop, restart: .onFailure(maximumRetries: 1))
        let name = shop.container("web")
        shop.engine.change("POST /containers/*/wait", times: 1) { [containers = shop.containers] _, answer in
            containers.end(name, code: 1)
            containers.setState("restarting", restarts: 1, of: name)
            return answer
        }
        // Seen once by whoever counts restarts, at most, and then by whoever waits for the next start.
        let looks = Counter()
        shop.engine.change("GET /containers/*/json") { [containers = shop.containers] _, answer in
            if containers.states[name] == "restarting", looks.add(1) == 2 {
                containers.setState("running", restarts: 1, of: name)
            }
            return answer
        }
        let end = Task { try await agent.end() }
        #expect(try await end.value == .restartedByEngine(code: 1, policy: .onFailure(maximumRetries: 1)))
    }

    @Test func whoWasStoppedWasNotKilled() async throws {
        let shop = try await ScriptedProject()
        let agent = try await agent(shop, isService: true)
        shop.containers.end(shop.container("web"), code: 137)
        #expect(try await !agent.wasStopped())
        try await agent.start()
        try await shop.client.containers.stop(shop.container("web"))
        #expect(try await agent.wasStopped())
    }

    @Test func aRestartIsAStopAndAStartAndReadinessIsAwaited() async throws {
        let shop = try await ScriptedProject()
        let agent = try await agent(shop, isService: true)
        try await agent.restart()
        #expect(shop.changes.suffix(2) == ["POST stop", "POST start"])
        guard case .notReady(let reason) = try await agent.awaitReadiness() else { throw AgentError(.ended, "ready") }
        #expect(reason.contains("there is no file '/ready'"))
        shop.containers.setFile("/ready", of: shop.container("web"))
        #expect(try await agent.awaitReadiness() == .ready)
        shop.containers.end(shop.container("web"), code: 0)
        #expect(try await agent.awaitReadiness() == .exited)
    }

    // MARK: Broken connections

    @Test func aCallIsMadeAnewWhenItsAnswerIsLost() async throws {
        let shop = try await ScriptedProject()
        let web = try await shop.add("web", running: false)
        shop.engine.change("POST /containers/*/start", times: 3) { _, _ in .lost }
        let breaks = try await shop.host.reconnector().surviving { breaks in
            try await shop.client.containers.start(web.id)
            return breaks
        }
        #expect(breaks == 3)
    }

    /// The engine is there, but does not get this call done.
    @Test func aCallThatBreaksAgainAndAgainIsGivenUp() async throws {
        let shop = try await ScriptedProject()
        shop.engine.change("POST /containers/*/start") { _, _ in .lost }
        let calls = Counter()
        let error = await #expect(throws: EngineError.self) {
            try await shop.host.reconnector().surviving { _ in
                _ = calls.add(1)
                try await shop.client.containers.start("x")
            }
        }
        #expect(error?.isConnectionLost == true && calls.value == 5)
    }

    @Test func otherFailuresAreNotSurvived() async throws {
        let shop = try await ScriptedProject()
        let calls = Counter()
        await #expect(throws: EngineError.self) {
            try await shop.host.reconnector().surviving { _ in
                _ = calls.add(1)
                _ = try await shop.client.containers.inspect("nobody")
            }
        }
        #expect(calls.value == 1)
    }

    /// An engine that is away and comes back is told of once, and the call is made.
    @Test func anAbsenceIsToldOnce() async throws {
        let shop = try await ScriptedProject()
        let signals = Mutex<[EngineReconnector.Signal]>([])
        let reconnector = shop.host.reconnector { signal in signals.withLock { $0.append(signal) } }
        // A read whose connection was used before is made once more before anybody is told.
        shop.engine.change("GET /_ping", times: 4) { _, _ in .lost }
        shop.engine.change("POST /containers/*/start", times: 1) { _, _ in .lost }
        let web = try await shop.add("web", running: false)
        _ = try await reconnector.surviving { _ in try await shop.client.containers.start(web.id) }
        let told = signals.withLock { $0 }
        #expect(told.count == 2 && told.first == .lost)
        guard case .back = told.last else { throw AgentError(.ended, "\(told)") }
    }
}
