import AgentRuntime
import AgentTesting
import AgentValues
import EngineAPI
import Testing

@testable import AgentOrchestrator

/// What decides the words that are shown of an agent.
@Suite(.timeLimit(.minutes(2))) struct AgentStatusTests {
    private func status(_ shop: ScriptedProject, _ agent: String = "web") async throws -> AgentStatus {
        let found = try await shop.found(shop.container(agent))
        return try #require(try await shop.host.status(of: [found]).first)
    }

    @Test func oneThatWasNeverStarted() async throws {
        let shop = try await ScriptedProject()
        try await shop.add("web", running: false)
        let status = try await status(shop)
        #expect(status.state == "created" && status.exitCode == nil && status.health == nil && status.started == nil)
        #expect(status.stateText == "created" && status.foreign == nil && status.created != nil)
    }

    @Test func oneThatRunsAndOneThatEnds() async throws {
        let shop = try await ScriptedProject()
        try await shop.add("web")
        let running = try await status(shop)
        #expect(running.state == "running" && running.exitCode == nil && running.started != nil)
        shop.containers.end(shop.container("web"), code: 3)
        let ended = try await status(shop)
        #expect(ended.state == "exited" && ended.exitCode == 3 && ended.outOfMemory == nil && ended.reason == nil)
        #expect(ended.stateText == "exited (3)")
    }

    /// Podman's momentary word, and Docker's for what it could not remove, are ends with exit codes too.
    @Test(arguments: [("stopped", "exited (143)"), ("dead", "dead (143)"), ("restarting", "restarting")])
    func otherWordsOfEngines(word: String, text: String) async throws {
        let shop = try await ScriptedProject()
        try await shop.add("web")
        try await shop.client.containers.stop(shop.container("web"))
        shop.containers.setState(word, restarts: 2, of: shop.container("web"))
        let status = try await status(shop)
        #expect(status.stateText == text && status.restarts == 2)
    }

    @Test func oneThatTheKernelKilled() async throws {
        let shop = try await ScriptedProject()
        try await shop.add("web")
        shop.containers.end(shop.container("web"), code: 137, outOfMemory: true)
        let status = try await status(shop)
        #expect(status.exitCode == 137 && status.outOfMemory == true && status.reason == "out of memory")
        #expect(status.stateText == "exited (137, out of memory)")
    }

    /// The engine's own check.
    @Test func whatTheEngineSaysOfHealth() async throws {
        let shop = try await ScriptedProject()
        try await shop.add("web")
        let name = shop.container("web")
        shop.containers.setHealth(.starting, of: name)
        #expect(try await status(shop).health == "starting")
        shop.containers.setHealth(.healthy, of: name)
        #expect(try await status(shop).health == "healthy")
        shop.containers.setHealth(.unhealthy, output: "no route\nmore", exitCode: 1, of: name)
        let sick = try await status(shop)
        #expect(sick.health == "unhealthy" && sick.reason == "no route")
        shop.containers.setHealth(.unhealthy, exitCode: 2, of: name)
        #expect(try await status(shop).reason == "the check ended with 2")
        // What it was before its end says nothing any more.
        shop.containers.end(name, code: 0)
        #expect(try await status(shop).health == nil)
    }

    /// Our own probe, which a container carries in its labels, beats the engine's check.
    @Test func whatTheProbeSaysOfHealth() async throws {
        let shop = try await ScriptedProject()
        func web(_ startPeriod: Duration) -> AgentPlan {
            shop.plan("web") { $0.liveness = Probe(.file(path: "/alive", text: nil), startPeriod: startPeriod) }
        }
        let name = shop.container("web")
        try await shop.up([web(.zero)])
        shop.containers.setFile("/alive", of: name)
        shop.containers.setHealth(.unhealthy, output: "no", exitCode: 1, of: name)
        let well = try await status(shop)
        #expect(well.health == "healthy" && well.reason == nil)
        shop.containers.removeFile("/alive", of: name)
        let sick = try await status(shop)
        #expect(sick.health == "unhealthy" && sick.reason == "there is no file '/alive' in the container")
        let found = try await shop.found(name)
        #expect(try await shop.host.status(of: [found], probing: false).first?.reason == "no")

        try await shop.client.containers.pause(name)
        #expect(try await status(shop).reason == "no")
        _ = try await shop.project.down(removesVolumes: true, stopTimeout: nil)
        try await shop.up([web(.seconds(60))])
        #expect(try await status(shop).health == "starting")
    }

    @Test func portsAndTheEndOfALease() async throws {
        let shop = try await ScriptedProject()
        let before = EngineTime.now
        try await shop.up([
            shop.plan("web") {
                $0.ports = [
                    PortMapping(host: 0, container: 80), PortMapping(host: 9000, container: 53, protocol: .udp),
                ]
                $0.lifetime = Lifetime(ttl: .seconds(3600))
                $0.identity.version = "1.2"
            }
        ])
        let status = try await status(shop)
        #expect(status.ports.map(\.container) == [53, 80] && status.ports.map(\.protocol) == ["udp", "tcp"])
        #expect(status.ports[0].host == 9000 && status.ports[1].host > 32768 && status.ports[0].address == "127.0.0.1")
        let end = try #require(status.expires)
        #expect(end >= before + .seconds(3600) && end <= .now + .seconds(3600))
        #expect(status.image == "web:1" && status.container == shop.container("web") && status.agent == "web")
    }

    @Test func oneThatIsGoneMeanwhileIsLeftOut() async throws {
        let shop = try await ScriptedProject()
        let (gone, left) = (try await shop.add("gone"), try await shop.add("left"))
        try await shop.client.containers.remove(gone.id, force: true)
        #expect(try await shop.host.status(of: [gone, left]).map(\.agent) == ["left"])
    }

    @Test func longReasonsAreCut() {
        #expect(AgentStatus.brief(String(repeating: "x", count: 60)).count == 60)
        #expect(AgentStatus.brief(String(repeating: "x", count: 61)) == String(repeating: "x", count: 59) + "…")
    }
}
