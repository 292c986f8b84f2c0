import AgentRuntime
import AgentTesting
import EngineAPI
import Testing

@testable import AgentOrchestrator

@Suite(.timeLimit(.minutes(2))) struct ProjectDownTests {
    private func shop() async throws -> ScriptedProject {
        let shop = try await ScriptedProject()
        try await shop.up(
            ["web", "api"].map { agent in
                shop.plan(agent) {
                    $0.network.mode = .project(of: shop.name)
                    $0.volumes = [VolumeMount(.volume, source: "\(shop.name)_\(agent)", target: "/data")]
                }
            })
        return shop
    }

    /// What is gone is not told of by a process that is made to end at once.
    @Test func theJournalForgetsWhatIsRemoved() async throws {
        let shop = try await shop()
        #expect(shop.journal.entries.contains(.container(shop.container("web"))))
        #expect(shop.journal.entries.contains(.network("\(shop.name)_agents")))
        let (report, hookFailure) = try await shop.project.down(removesVolumes: true, stopTimeout: .seconds(2))
        #expect(report.containers == [shop.container("api"), shop.container("web")])
        #expect(report.networks == ["\(shop.name)_agents"])
        #expect(report.volumes == ["\(shop.name)_api", "\(shop.name)_web"] && report.keptVolumes == [])
        #expect(hookFailure == nil && shop.journal.entries == [])
        #expect(shop.containers.names == [] && shop.containers.others == [])
        #expect(shop.engine.calls.filter { $0.path.hasSuffix("/stop") }.allSatisfy { $0.parameter("t") == "2" })
    }

    @Test func volumesWithDataAreKeptUnlessTheyAreToGo() async throws {
        let shop = try await shop()
        let (report, _) = try await shop.project.down(removesVolumes: false, stopTimeout: nil)
        #expect(report.volumes == [] && report.keptVolumes == ["\(shop.name)_api", "\(shop.name)_web"])
        // The launcher's volumes go with the containers.
        #expect(shop.containers.others == ["\(shop.name)_api", "\(shop.name)_web"])
        #expect(shop.journal.entries.allSatisfy { report.names($0) })
        let (again, _) = try await shop.project.down(removesVolumes: true, stopTimeout: nil)
        #expect(again.containers == [] && again.volumes.count == 2 && shop.containers.others == [])
    }

    @Test func someAgentsGoAndWhatTheyShareStays() async throws {
        let shop = try await shop()
        let (report, _) = try await shop.project.down(agents: ["web"], removesVolumes: true, stopTimeout: nil)
        #expect(report.containers == [shop.container("web")] && report.networks == [] && report.volumes == [])
        #expect(shop.containers.states == [shop.container("api"): "running"])
        #expect(shop.containers.others.contains("\(shop.name)_agents"))
    }

    @Test func aNetworkThatSomebodyElseIsOnStays() async throws {
        let shop = try await shop()
        var guest = ContainerConfiguration(image: "guest:1")
        guest.host = HostConfiguration()
        guest.host?.networkMode = "\(shop.name)_agents"
        _ = try await shop.client.containers.create(guest, name: "guest")
        let (report, _) = try await shop.project.down(removesVolumes: true, stopTimeout: nil)
        #expect(report.networks == [] && shop.containers.names == ["guest"])
        #expect(shop.containers.others == ["\(shop.name)_agents"])
    }

    @Test func oneThatCannotBeRemovedKeepsNoOther() async throws {
        let shop = try await shop()
        let web = try #require(shop.containers.id(of: shop.container("web")))
        shop.engine.answer("DELETE /containers/\(web)", with: .failure(400, "no"))
        await #expect(throws: EngineError.self) { try await shop.project.down(removesVolumes: true, stopTimeout: nil) }
        #expect(shop.containers.names == [shop.container("web")])
    }

    @Test func oneThatIsGoneMeanwhileIsNoError() async throws {
        let shop = try await shop()
        let web = try #require(shop.containers.id(of: shop.container("web")))
        shop.engine.change("POST /containers/*/stop") { [containers = shop.containers] call, answer in
            if call.path.contains(web) { containers.setState("exited", of: web) }
            return answer
        }
        shop.engine.answer("GET /containers/\(web)/json", with: .failure(404, "gone"))
        let (report, _) = try await shop.project.down(agents: ["web"], removesVolumes: false, stopTimeout: nil)
        #expect(report.containers == [shop.container("web")])
    }

    /// It is told, and keeps nothing.
    @Test func aHookThatFailsKeepsNothing() async throws {
        struct Stubborn: RunHook {
            struct No: Error {}
            func preStop(_ container: ContainerID, in context: RunContext) throws { throw No() }
        }
        let shop = try await shop()
        let host = shop.host.with(shop.host.runtime.wrapped(by: [Stubborn()]))
        let (report, failure) = try await host.project(shop.name).down(removesVolumes: true, stopTimeout: nil)
        #expect((failure as? HookError)?.phase == .preStop)
        #expect(report.containers.count == 2 && shop.containers.names == [])
    }

    @Test func whatRunsIsStoppedAndWhatDoesNotIsNot() async throws {
        let shop = try await ScriptedProject()
        try await shop.add("created", running: false)
        try await shop.add("running")
        let paused = try await shop.add("paused")
        try await shop.client.containers.pause(paused.id)
        let before = shop.changes.count
        _ = try await shop.project.down(removesVolumes: true, stopTimeout: nil)
        #expect(shop.changes[before...].filter { $0 == "POST stop" }.count == 2)
        #expect(shop.containers.names == [])
    }
}
