import AgentRuntime
import AgentTesting
import EngineAPI
import Testing

@testable import AgentOrchestrator

/// Starting, stopping, freezing and removing agents, and waiting for their ends.
@Suite(.timeLimit(.minutes(2))) struct AgentLifecycleTests {
    @Test func startingWhatRunsAndWhatDoesNot() async throws {
        let shop = try await ScriptedProject()
        let running = try await shop.host.start(try await shop.add("web"))
        #expect(running.result == "started" && !running.changed)
        let stopped = try await shop.host.start(try await shop.add("api", running: false))
        #expect(stopped.result == "started" && stopped.changed && stopped.container == shop.container("api"))
        #expect(shop.containers.states[shop.container("api")] == "running")
    }

    @Test(arguments: [0, 7]) func oneThatEndsAtOnceWasNotStartedWell(code: Int) async throws {
        let shop = try await ScriptedProject()
        let web = try await shop.add("web", running: false)
        shop.engine.change("POST /containers/*/start") { [containers = shop.containers] _, answer in
            containers.end(web.id, code: code, outOfMemory: code != 0)
            return answer
        }
        guard code != 0 else {
            #expect(try await shop.host.start(web).result == "started, and ended (0)")
            return
        }
        let error = await #expect(throws: AgentError.self) { try await shop.host.start(web) }
        #expect(error?.code == .ended && error?.facts.agent == "web")
        #expect(error?.summary == "web: was started, and ended with exit code 7 (out of memory)")
    }

    @Test func stoppingWhatRunsAndWhatDoesNot() async throws {
        let shop = try await ScriptedProject()
        let web = try await shop.add("web")
        #expect(try await shop.host.stop(web, timeout: .seconds(3)).changed)
        #expect(shop.containers.states[web.name] == "exited")
        #expect(shop.engine.calls.contains { $0.path.hasSuffix("/stop") && $0.parameter("t") == "3" })
        let again = try await shop.host.stop(try await shop.found(web.id))
        #expect(again.result == "stopped" && !again.changed)
    }

    @Test func restartingStopsWhatRunsAndStartsIt() async throws {
        let shop = try await ScriptedProject()
        let web = try await shop.add("web")
        #expect(try await shop.host.restart(web).result == "restarted")
        #expect(shop.changes.suffix(2) == ["POST stop", "POST start"])
        let api = try await shop.add("api", running: false)
        let before = shop.changes.count
        _ = try await shop.host.restart(api)
        #expect(shop.changes[before...] == ["POST start"])
    }

    /// Left alone, the engine would start it again.
    @Test func oneThatTheEngineIsAboutToStartAgainIsStopped() async throws {
        let shop = try await ScriptedProject()
        let web = try await shop.add("web")
        shop.containers.setState("restarting", of: web.id)
        let restarting = try await shop.found(web.id)
        #expect(try await shop.host.stop(restarting).changed)
        #expect(shop.containers.states[web.name] == "exited")
        shop.containers.setState("restarting", of: web.id)
        _ = try await shop.host.restart(restarting)
        #expect(shop.changes.suffix(2) == ["POST stop", "POST start"])
    }

    @Test func freezing() async throws {
        let shop = try await ScriptedProject()
        let web = try await shop.add("web")
        #expect(try await shop.host.unpause(web).changed == false)
        #expect(try await shop.host.pause(web).changed)
        let paused = try await shop.found(web.id)
        #expect(paused.isPaused)
        #expect(try await shop.host.pause(paused).changed == false)
        #expect(try await shop.host.unpause(paused).result == "running")
        shop.containers.end(web.id, code: 0)
        let ended = try await shop.found(web.id)
        for change in [shop.host.pause, shop.host.unpause] {
            let error = await #expect(throws: AgentError.self) { try await change(ended) }
            #expect(error?.code == .notRunning && error?.facts.state == "exited")
        }
        let processes = await #expect(throws: AgentError.self) { try await shop.host.processes(of: [ended]) }
        #expect(processes?.code == .notRunning)
    }

    @Test func removing() async throws {
        let shop = try await ScriptedProject()
        let web = try await shop.add("web")
        let error = await #expect(throws: AgentError.self) { try await shop.host.remove(web) }
        #expect(error?.code == .stillRunning && error?.facts.state == "running")
        shop.containers.setState("restarting", of: web.id)
        let restarting = try await shop.found(web.id)
        await #expect(throws: AgentError.self) { try await shop.host.remove(restarting) }
        #expect(shop.containers.names == [web.name])
        #expect(try await shop.host.remove(restarting, force: true).result == "removed")
        #expect(shop.containers.names == [])
    }

    @Test func waitingForEnds() async throws {
        let shop = try await ScriptedProject()
        let (web, api) = (try await shop.add("web"), try await shop.add("api"))
        let reconnector = shop.host.reconnector()
        let none = try await shop.host.ends(of: [web, api], within: .milliseconds(20), reconnector: reconnector)
        #expect(none.isEmpty)
        let (told, tell) = AsyncStream.makeStream(of: AgentExit.self)
        let pending = Task {
            try await shop.host.ends(of: [web, api], reconnector: reconnector) { tell.yield($0) }
        }
        shop.containers.end(api.id, code: 4)
        var iterator = told.makeAsyncIterator()
        #expect(await iterator.next() == AgentExit(agent: api, code: 4))
        shop.containers.end(web.id, code: 0)
        #expect(try await pending.value.map(\.code) == [0, 4])
        #expect(try await shop.host.exitCode(of: ContainerID(api.id)) == 4)
        let first = try await shop.host.ends(of: [api, try await shop.add("slow")], count: 1, reconnector: reconnector)
        #expect(first.map(\.agent.id) == [api.id])
    }

    @Test func waitingGoesOnWhenTheConnectionBreaks() async throws {
        let shop = try await ScriptedProject()
        let web = try await shop.add("web")
        shop.engine.change("POST /containers/*/wait", times: 1) { [containers = shop.containers] _, _ in
            containers.end(web.id, code: 5)
            return .lost
        }
        let ends = try await shop.host.ends(of: [web], reconnector: shop.host.reconnector())
        #expect(ends.map(\.code) == [5])
    }

    @Test func whatWasNeverStartedIsNotWaitedFor() async throws {
        let shop = try await ScriptedProject()
        let web = try await shop.add("web", running: false)
        let error = await #expect(throws: AgentError.self) {
            try await shop.host.ends(of: [web], reconnector: shop.host.reconnector())
        }
        #expect(error?.code == .notRunning && error?.facts.state == "created")
    }
}
