import AgentManifest
import AgentRuntime
import AgentTesting
import Diagnostics
import EngineAPI
import Testing

@testable import AgentOrchestrator

/// What is left when `up` does not come to its end: what was there before, and nothing else.
@Suite(.timeLimit(.minutes(2))) struct UpRollbackTests {
    @Test func aFirstUpThatFailsLeavesNothing() async throws {
        let shop = try await ScriptedProject()
        func network(_ options: inout RunOptions) {
            options.network.mode = .project(of: shop.name)
            options.volumes = [VolumeMount(.volume, source: "\(shop.name)_data", target: "/data")]
        }
        let bad = shop.plan("bad") {
            network(&$0)
            $0.readiness = ScriptedProject.fileProbe
        }
        let error = await #expect(throws: RunError.self) {
            try await shop.up([shop.plan("good", change: network), bad])
        }
        #expect(error?.code == .unhealthy && error?.agent == "bad")
        #expect(shop.containers.names == [] && shop.containers.others == [])
        #expect(shop.journal.entries == [])
        #expect(shop.told.all.contains("good takingBack"))
        try await assertNoLeaks(project: shop.name, on: shop.client)
    }

    /// With a fixed port the old one has to end first, and is started again.
    @Test(arguments: [false, true])
    func aSuccessorThatNeverGetsReadyGoesAndTheOldOneRuns(hasFixedPort: Bool) async throws {
        let shop = try await ScriptedProject()
        let web = shop.plan("web") {
            $0.readiness = ScriptedProject.fileProbe
            $0.ports = [PortMapping(host: hasFixedPort ? 8080 : 0, container: 80)]
        }
        shop.containers.setFile("/ready", of: shop.container("web"))
        try await shop.up([web, shop.plan("other")])
        let (old, other) = (
            shop.containers.id(of: shop.container("web")), shop.containers.id(of: shop.container("other"))
        )
        shop.containers.removeFile("/ready", of: shop.container("web"))

        var changed = web
        changed.options.environment = ["X": "1"]
        let error = await #expect(throws: RunError.self) {
            try await shop.up([changed, shop.plan("other"), shop.plan("new")])
        }
        #expect(error?.code == .unhealthy)
        #expect(Set(shop.containers.names) == [shop.container("web"), shop.container("other")])
        #expect(shop.containers.id(of: shop.container("web")) == old)
        #expect(shop.containers.id(of: shop.container("other")) == other)
        #expect(Set(shop.containers.states.values) == ["running"])
        #expect(shop.told.all.contains("web restored"))
        #expect(shop.changes.contains("POST stop") == hasFixedPort || hasFixedPort == false)
    }

    @Test func withKeepTheOldOneRunsAgainAndTheOthersAreNew() async throws {
        let shop = try await ScriptedProject()
        let web = shop.plan("web") {
            $0.readiness = ScriptedProject.fileProbe
            $0.ports = [PortMapping(host: 8080, container: 80)]
        }
        shop.containers.setFile("/ready", of: shop.container("web"))
        try await shop.up([web])
        let old = shop.containers.id(of: shop.container("web"))
        shop.containers.removeFile("/ready", of: shop.container("web"))
        var changed = web
        changed.options.environment = ["X": "1"]
        let result = try await shop.up([changed, shop.plan("new")], UpOptions(onFailure: .keep))
        #expect(result.reports.map(\.outcome) == [.failed, .started])
        #expect(shop.containers.id(of: shop.container("web")) == old)
        #expect(shop.containers.states == [shop.container("web"): "running", shop.container("new"): "running"])
    }

    /// What was unwanted is only stopped until everything else went well.
    @Test func whatWasToBeRemovedRunsAgain() async throws {
        let shop = try await ScriptedProject()
        try await shop.up([shop.plan("orphan")])
        let orphan = shop.containers.id(of: shop.container("orphan"))
        let bad = shop.plan("bad") { $0.readiness = ScriptedProject.fileProbe }
        await #expect(throws: RunError.self) { try await shop.up([bad], UpOptions(removesOrphans: true)) }
        #expect(shop.changes.contains("POST stop"))
        #expect(shop.containers.states == [shop.container("orphan"): "running"])
        #expect(shop.containers.id(of: shop.container("orphan")) == orphan)
    }

    /// The engine did it, and nobody knows: afterwards there is one container, the old one or a new one, and it runs.
    @Test(
        arguments: [
            "POST /containers/create", "POST /containers/*/start", "POST /containers/*/rename",
            "POST /containers/*/stop", "DELETE /containers/*", "POST /containers/*/wait",
        ], [false, true])
    func anAnswerThatIsLostLeavesOneThatRuns(call: String, hasFixedPort: Bool) async throws {
        let shop = try await ScriptedProject()
        let web = shop.plan("web") {
            $0.readiness = ScriptedProject.fileProbe
            $0.ports = [PortMapping(host: hasFixedPort ? 8080 : 0, container: 80)]
        }
        shop.containers.setFile("/ready", of: shop.container("web"))
        try await shop.up([web])
        let old = shop.containers.id(of: shop.container("web"))
        var changed = web
        changed.options.environment = ["X": "1"]
        shop.engine.change(call, times: 1) { _, _ in .lost }
        do {
            let result = try await shop.up([changed])
            #expect(result.failures.isEmpty)
            #expect(shop.containers.id(of: shop.container("web")) != old)
        } catch let error as any ReportableError {
            #expect(!(error is RollbackError), "\(error)")
            #expect(shop.containers.id(of: shop.container("web")) == old)
        }
        #expect(shop.containers.states == [shop.container("web"): "running"])
        #expect(shop.containers.others.count == 1, "\(shop.containers.others)")
        _ = try await shop.project.down(removesVolumes: true, stopTimeout: nil)
        #expect(shop.containers.names == [] && shop.containers.others == [])
        try await assertNoLeaks(project: shop.name, on: shop.client)
    }

    /// Interrupted while it waits for readiness.
    @Test func anInterruptionTakesEverythingBack() async throws {
        let shop = try await ScriptedProject()
        try await shop.up([shop.plan("web")])
        let old = shop.containers.id(of: shop.container("web"))
        let (waiting, waits) = AsyncStream.makeStream(of: Void.self)
        shop.engine.change("HEAD /containers/*/archive") { _, answer in
            waits.finish()
            return answer
        }
        let hanging = shop.plan("web") {
            $0.environment["CHANGED"] = "1"
            $0.readiness = Probe(.file(path: "/ready", text: nil), startPeriod: .seconds(60))
        }
        let up = Task { try await shop.up([hanging, shop.plan("new")]) }
        for await _ in waiting {}
        up.cancel()
        await #expect(throws: CancellationError.self) { try await up.value }
        #expect(shop.containers.states == [shop.container("web"): "running"])
        #expect(shop.containers.id(of: shop.container("web")) == old)
    }

    @Test func whatCannotBeTakenBackIsToldBesideTheReason() async throws {
        let shop = try await ScriptedProject()
        let bad = shop.plan("bad") { $0.readiness = ScriptedProject.fileProbe }
        try await shop.up([shop.plan("web") { $0.ports = [PortMapping(host: 8080, container: 80)] }])
        shop.engine.answer("DELETE /containers/*", with: .failure(400, "no"))
        let error = await #expect(throws: RollbackError.self) {
            try await shop.up([shop.plan("web") { $0.environment = ["X": "1"] }, bad])
        }
        #expect(error?.project == shop.name && error?.exitCode == .failure)
        #expect(error?.hint?.contains("down --project \(shop.name)") == true)
        #expect(error?.underlying.count == 2)
    }
}
