import AgentRuntime
import AgentTesting
import EngineAPI
import Testing

@testable import AgentOrchestrator

/// What `up` changes, keeps, replaces and removes.
@Suite(.timeLimit(.minutes(2))) struct UpChangesTests {
    @Test func whatRunsAsItIsWantedIsNotTouched() async throws {
        let shop = try await ScriptedProject()
        let plans = [shop.plan("web")] + shop.plans(shop.plan("api"), replicas: 2)
        try await shop.up(plans)
        let (states, changes) = (shop.containers.states, shop.changes)
        let ids = states.keys.map { shop.containers.id(of: $0) }
        let result = try await shop.up(plans)
        #expect(result.reports.map(\.outcome) == [.unchanged, .unchanged, .unchanged])
        #expect(result.reports.first?.container?.name == shop.container("web"))
        #expect(shop.changes == changes)
        #expect(shop.containers.states == states && states.keys.map { shop.containers.id(of: $0) } == ids)
    }

    @Test func theLeastIsDone() async throws {
        let shop = try await ScriptedProject()
        try await shop.up(
            [shop.plan("keep"), shop.plan("change"), shop.plan("orphan")] + shop.plans(shop.plan("many"), replicas: 3))
        let kept = shop.containers.id(of: shop.container("keep"))
        let changed = shop.containers.id(of: shop.container("change"))
        let wanted =
            [shop.plan("keep"), shop.plan("change") { $0.environment = ["X": "1"] }, shop.plan("new")]
            + shop.plans(shop.plan("many"), replicas: 2)

        let result = try await shop.up(wanted)
        let outcomes = result.reports.map { "\($0.displayName) \($0.outcome) \($0.reason ?? "")" }
        #expect(
            outcomes == [
                "keep unchanged ", "change recreated changed: environment", "new started ", "many/1 unchanged ",
                "many/2 unchanged ", "many/3 removed 2 replicas are wanted",
            ])
        #expect(result.orphans == [shop.container("orphan")] && result.failures.isEmpty)
        #expect(shop.containers.id(of: shop.container("keep")) == kept)
        #expect(shop.containers.id(of: shop.container("change")) != changed)
        #expect(
            Set(shop.containers.names)
                == [
                    shop.container("keep"), shop.container("change"), shop.container("new"), shop.container("orphan"),
                    shop.container("many", 1), shop.container("many", 2),
                ])
        #expect(Set(shop.containers.states.values) == ["running"])

        let again = try await shop.up(wanted, UpOptions(removesOrphans: true))
        #expect(again.reports.last?.outcome == .removed && again.reports.last?.agent == "orphan")
        #expect(shop.containers.id(of: shop.container("orphan")) == nil)
    }

    @Test func aNewImageOfTheSameNameIsAChange() async throws {
        let shop = try await ScriptedProject()
        try await shop.up([shop.plan("web")])
        shop.containers.setImage("web:1", id: "sha256:1")
        let result = try await shop.up([shop.plan("web")])
        #expect(result.reports.map(\.reason) == ["'web:1' is another image now"])
    }

    @Test func whatHasEndedIsMadeAnew() async throws {
        let shop = try await ScriptedProject()
        try await shop.up([shop.plan("web")])
        shop.containers.end(shop.container("web"), code: 1)
        let result = try await shop.up([shop.plan("web")])
        #expect(result.reports.map(\.reason) == ["it is exited"])
        #expect(shop.containers.states == [shop.container("web"): "running"])
    }

    @Test func whatRunsAndIsNotAliveIsMadeAnew() async throws {
        let shop = try await ScriptedProject()
        let web = shop.plan("web") {
            $0.liveness = Probe(
                .file(path: "/alive", text: nil), retries: 1, startPeriod: .zero, startInterval: .milliseconds(1))
        }
        shop.containers.setFile("/alive", of: shop.container("web"))
        try await shop.up([web])
        #expect(try await shop.up([web]).reports.map(\.outcome) == [.unchanged])
        shop.containers.removeFile("/alive", of: shop.container("web"))
        let result = try await shop.up([web])
        #expect(result.reports.map(\.outcome) == [.recreated])
        #expect(result.reports.first?.reason?.hasPrefix("it is unhealthy: there is no file") == true)
    }

    @Test func onlyTheAgentsThatAreNamedAreTouched() async throws {
        let shop = try await ScriptedProject()
        try await shop.up([shop.plan("web"), shop.plan("api")])
        let api = shop.containers.id(of: shop.container("api"))
        let wanted = [
            shop.plan("web") { $0.environment = ["X": "1"] }, shop.plan("api") { $0.environment = ["X": "1"] },
        ]
        let result = try await shop.up(wanted, UpOptions(removesOrphans: true, agents: ["web"]))
        #expect(result.reports.map(\.agent) == ["web"])
        #expect(shop.containers.id(of: shop.container("api")) == api)
    }

    /// The new one is ready before the old one ends, unless both want the same port.
    @Test(arguments: [false, true])
    func theOldOneGoesOnUntilTheNewOneIsReadyWhereBothCanRun(hasFixedPort: Bool) async throws {
        let shop = try await ScriptedProject()
        let web = shop.plan("web") {
            $0.readiness = ScriptedProject.fileProbe
            $0.ports = [PortMapping(host: hasFixedPort ? 8080 : 0, container: 80)]
        }
        shop.containers.setFile("/ready", of: shop.container("web"))
        try await shop.up([web])
        var changed = web
        changed.options.environment = ["X": "1"]
        let before = shop.changes.count
        try await shop.up([changed])
        let calls = shop.changes[before...].filter { ["POST stop", "POST start", "POST rename"].contains($0) }
        #expect(
            calls
                == (hasFixedPort
                    ? ["POST stop", "POST rename", "POST start"] : ["POST rename", "POST start", "POST stop"]))
        #expect(shop.containers.names == [shop.container("web")])
    }

    @Test func whatAnInterruptedChangeHasSetAsideIsPutInOrder() async throws {
        let shop = try await ScriptedProject()
        try await shop.up([shop.plan("web")])
        try await shop.client.containers.rename(shop.container("web"), to: "\(shop.container("web"))-before-1234")
        let result = try await shop.up([shop.plan("web")])
        #expect(result.reports.map(\.reason) == ["a change of it was interrupted"])
        #expect(shop.containers.names == [shop.container("web")])
    }
}
