import AgentManifest
import AgentRuntime
import AgentTesting
import Diagnostics
import Foundation
import Testing

@testable import AgentOrchestrator

/// In which order `up` starts agents, and what becomes of those whose dependencies fail.
@Suite(.timeLimit(.minutes(2))) struct UpOrderTests {
    @Test func eachAgentWaitsForAllReplicasOfThoseThatItDependsOn() async throws {
        let shop = try await ScriptedProject()
        let seed = shop.container("seed")
        shop.engine.change("POST /containers/*/start") { [containers = shop.containers] call, answer in
            // A job that is done at once.
            if call.path.contains(containers.id(of: seed) ?? "?") { containers.end(seed, code: 0) }
            return answer
        }
        let web = shop.plan("web", .init(name: "api", condition: .healthy))
        let api = shop.plan("api", .init(name: "seed", condition: .completed)) {
            $0.readiness = ScriptedProject.fileProbe
        }
        for replica in 1...2 { shop.containers.setFile("/ready", of: shop.container("api", replica)) }
        let result = try await shop.up([shop.plan("seed"), web] + shop.plans(api, replicas: 2))

        let runs = shop.told.all.filter { $0.hasSuffix(" runs") }
        #expect(runs.first == "seed runs" && runs.last == "web runs")
        #expect(Set(runs[1...2]) == ["api/1 runs", "api/2 runs"])
        #expect(shop.told.all.contains(#"web waiting(for: ["api"])"#))
        #expect(result.reports.map(\.displayName) == ["seed", "web", "api/1", "api/2"])
        #expect(result.reports.map(\.outcome) == Array(repeating: .started, count: 4))
    }

    @Test func aDependencyThatIsOnlyToRunIsNotWaitedForToBeReady() async throws {
        let shop = try await ScriptedProject()
        let slow = shop.plan("slow") { $0.readiness = Probe(.file(path: "/ready", text: nil)) }
        let seen = shop.told
        let (slowName, webName) = (shop.container("slow"), shop.container("web"))
        // The other one runs before this one is ready.
        shop.engine.change("POST /containers/*/start") { [containers = shop.containers] call, answer in
            if call.path.contains(containers.id(of: webName) ?? "?") { containers.setFile("/ready", of: slowName) }
            return answer
        }
        try await shop.up([slow, shop.plan("web", .init(name: "slow", condition: .started))])
        #expect(seen.all.filter { $0.hasSuffix(" runs") } == ["slow runs", "web runs"])
    }

    @Test func noMoreStartAtATimeThanIsAllowed() async throws {
        let shop = try await ScriptedProject()
        let (open, most) = (Counter(), Counter())
        shop.engine.change("POST /containers/create") { call, answer in
            if call.parameter("name")?.contains("guard") == false { most.raise(to: open.add(1)) }
            return answer
        }
        shop.engine.change("POST /containers/*/start") { _, answer in
            _ = open.add(-1)
            return answer
        }
        try await shop.up((1...6).map { shop.plan("agent-\($0)") }, UpOptions(parallel: 2))
        #expect(most.value <= 2 && most.value >= 1)
        #expect(shop.containers.states.values.filter { $0 == "running" }.count == 6)
    }

    @Test func withKeepTheOthersGoOnAndDependentsAreSkipped() async throws {
        let shop = try await ScriptedProject()
        let bad = shop.plan("bad") { $0.readiness = ScriptedProject.fileProbe }
        let result = try await shop.up(
            [
                bad, shop.plan("good"), shop.plan("after", .init(name: "bad", condition: .healthy)),
                shop.plan("last", .init(name: "after")),
            ], UpOptions(onFailure: .keep))
        let outcomes = result.reports.map { "\($0.displayName) \($0.outcome)" }
        #expect(outcomes == ["bad failed", "good started", "after skipped", "last skipped"])
        #expect(result.reports[2].reason == "'bad' failed" && result.reports[3].reason == "'after' failed")
        #expect(result.reports.map(\.isUp) == [false, true, false, false])
        #expect((result.failures as? [RunError])?.map(\.code) == [.unhealthy])
        // What failed can be looked at.
        #expect(shop.containers.states == [shop.container("bad"): "exited", shop.container("good"): "running"])
        #expect(!shop.told.all.contains("after runs"))
    }

    /// Whose image cannot be built has no replica.
    @Test func anImageThatCannotBeBuiltFailsAllReplicasAndNoOtherAgent() async throws {
        let shop = try await ScriptedProject()
        let folder = URL.temporaryDirectory.appending(path: shop.name)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("FROM scratch\n".utf8).write(to: folder.appending(path: "Dockerfile"))
        shop.engine.answer("POST /build", with: .failure(500, "no room"))
        var built = shop.plan("built")
        built.build = ImageBuildPlan(agent: "built", reference: "built:1", context: folder.path)
        let result = try await shop.up(
            shop.plans(built, replicas: 2) + [shop.plan("other"), shop.plan("after", .init(name: "built"))],
            UpOptions(onFailure: .keep))
        let outcomes = result.reports.map { "\($0.displayName) \($0.outcome)" }
        #expect(outcomes == ["built/1 failed", "built/2 failed", "other started", "after skipped"])
        #expect(result.failures.count == 1)
    }

    @Test func aJobThatFailsFailsThoseThatWaitForItsSuccess() async throws {
        let shop = try await ScriptedProject()
        let job = shop.container("job")
        shop.engine.change("POST /containers/*/start") { [containers = shop.containers] call, answer in
            if call.path.contains(containers.id(of: job) ?? "?") { containers.end(job, code: 3) }
            return answer
        }
        let user = shop.plan("user", .init(name: "job", condition: .completed))
        let result = try await shop.up([shop.plan("job"), user], UpOptions(onFailure: .keep))
        #expect(result.reports.last?.outcome == .skipped)
        let failure = try #require(result.failures.first as? RunError)
        #expect(failure.code == .exited && failure.message.contains("exit code 3"))
    }
}
