import AgentRuntime
import AgentTesting
import AgentValues
import EngineAPI
import Synchronization
import Testing

@testable import AgentOrchestrator

/// What becomes of agents whose lives are bounded.
@Suite(.timeLimit(.minutes(2))) struct ScriptedLeaseTests {
    @discardableResult
    private func add(_ agent: String, _ lifetime: Lifetime, to shop: ScriptedProject, project: String? = nil)
        async throws -> AgentContainer
    {
        try await shop.add(agent, project: project) { configuration in
            configuration.labels?.merge(Lease(lifetime, from: .now).labels) { $1 }
        }
    }

    private func reaper(_ shop: ScriptedProject, in span: Duration, all: Bool = false) -> Reaper {
        Reaper(shop.host, project: all ? nil : shop.name) { .now + span }
    }

    @Test func whatIsPastItsTimeGoesAndNothingElse() async throws {
        let shop = try await ScriptedProject()
        let short = try await add("short", Lifetime(ttl: .seconds(60)), to: shop)
        let before = EngineTime.now
        try await add("long", Lifetime(ttl: .seconds(600)), to: shop)
        let after = EngineTime.now
        try await shop.add("free")
        let found = try await reaper(shop, in: .seconds(61)).find()
        #expect(
            found.containers.map(\.id) == [short.id] && found.containers.first?.reason == "its lifetime of 1m is over")
        #expect(shop.containers.names.count == 3)
        let report = try await reaper(shop, in: .seconds(61)).reap()
        #expect(report.containers.map(\.agent) == ["short"] && report.failures.isEmpty)
        #expect(shop.containers.names == [shop.container("long"), shop.container("free")])
        let next = try #require(report.next)
        #expect(next >= before + .seconds(600) && next <= after + .seconds(600))
        #expect(shop.changes.suffix(2) == ["POST stop", "DELETE \(short.id)"])
    }

    @Test func silenceCountsFromTheLastLine() async throws {
        let shop = try await ScriptedProject()
        let idle = Lifetime(idle: .seconds(3600))
        try await add("quiet", idle, to: shop)
        let chatty = try await add("chatty", idle, to: shop)
        shop.containers.print("hello\n", at: .now + .seconds(1800), of: chatty.name)
        let report = try await reaper(shop, in: .seconds(3601)).reap()
        #expect(report.containers.map(\.agent) == ["quiet"])
        #expect(report.containers.first?.reason == "it has printed nothing for 60m")
        #expect(try await reaper(shop, in: .seconds(5500)).reap().containers.map(\.agent) == ["chatty"])
    }

    @Test func allProjectsOrOne() async throws {
        let shop = try await ScriptedProject()
        try await add("mine", Lifetime(ttl: .seconds(1)), to: shop)
        try await add("other", Lifetime(ttl: .seconds(1)), to: shop, project: "\(shop.name)-other")
        #expect(try await reaper(shop, in: .seconds(2)).reap().containers.map(\.agent) == ["mine"])
        #expect(try await reaper(shop, in: .seconds(2), all: true).reap().containers.map(\.agent) == ["other"])
    }

    /// Another command changes the project at this moment.
    @Test func aBusyProjectIsLeftForLater() async throws {
        let shop = try await ScriptedProject()
        try await add("short", Lifetime(ttl: .seconds(1)), to: shop)
        let report = try await shop.project.exclusively(waiting: { _ in }) {
            try await reaper(shop, in: .seconds(2)).reap()
        }
        #expect(report.busy == [shop.name] && report.isEmpty && shop.containers.names.count == 1)
    }

    @Test func oneThatCannotBeRemovedKeepsNoOther() async throws {
        let shop = try await ScriptedProject()
        let stuck = try await add("stuck", Lifetime(ttl: .seconds(1)), to: shop)
        try await add("short", Lifetime(ttl: .seconds(1)), to: shop)
        shop.engine.answer("DELETE /containers/\(stuck.id)", with: .failure(400, "no"))
        let report = try await reaper(shop, in: .seconds(2)).reap()
        #expect(report.containers.map(\.agent) == ["short"] && report.failures.count == 1)
        #expect(shop.containers.names == [stuck.name])
    }

    @Test func oneThatSomebodyElseRemovedIsNoFailure() async throws {
        let shop = try await ScriptedProject()
        let short = try await add("short", Lifetime(ttl: .seconds(1)), to: shop)
        let found = try await reaper(shop, in: .seconds(2)).find()
        try await shop.client.containers.remove(short.id, force: true)
        let report = try await reaper(shop, in: .seconds(2)).reap(found)
        #expect(report.containers.isEmpty && report.failures.isEmpty)
    }

    @Test func whatEndsInTimeIsNotTouched() async throws {
        let shop = try await ScriptedProject()
        let web = try await add("web", Lifetime(ttl: .seconds(3600)), to: shop)
        let outcome = try await shop.project.withinLease(
            of: ContainerID(web.id), Lifetime(ttl: .seconds(3600)), reconnector: shop.host.reconnector(),
            stopTimeout: nil
        ) { "done" }
        guard case .ended("done") = outcome else { throw AgentError(.ended, "\(outcome)") }
        #expect(shop.containers.states == [web.name: "running"])
    }

    @Test func theTimeIsOver() async throws {
        let shop = try await ScriptedProject()
        let lifetime = Lifetime(ttl: .milliseconds(50))
        let web = try await add("web", lifetime, to: shop)
        let wasCancelled = Mutex(false)
        let outcome = try await shop.project.withinLease(
            of: ContainerID(web.id), lifetime, reconnector: shop.host.reconnector(), stopTimeout: .seconds(1)
        ) {
            do { try await Task.sleep(for: .seconds(3600)) } catch {
                wasCancelled.withLock { $0 = true }
                throw error
            }
        }
        guard case .over(let end) = outcome else { throw AgentError(.ended, "\(outcome)") }
        #expect("\(end.reason)" == "its lifetime of 50ms is over")
        #expect(wasCancelled.withLock { $0 })
        // It is stopped; whoever reads the last of its output removes it.
        #expect(shop.containers.states == [web.name: "exited"])
    }

    @Test func withoutABoundTheEngineIsNotAsked() async throws {
        let shop = try await ScriptedProject()
        let before = shop.engine.calls.count
        let outcome = try await shop.project.withinLease(
            of: ContainerID("x"), nil, reconnector: shop.host.reconnector(), stopTimeout: nil
        ) { 1 }
        guard case .ended(1) = outcome else { throw AgentError(.ended, "\(outcome)") }
        #expect(shop.engine.calls.count == before)
    }
}
