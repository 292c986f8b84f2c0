import AgentManifest
import AgentOrchestrator
import AgentRuntime
import Diagnostics
import Testing

@Suite(.timeLimit(.minutes(2))) struct ProjectPlannerTests {
    private func agent(_ name: String, dependsOn: [Manifest.Dependency] = []) -> LoadedManifest {
        var manifest = Manifest(
            name: name, runtime: .init(name: "python"), model: .init(provider: "openai", name: "gpt-4"))
        manifest.image = "some/image:1"
        manifest.dependsOn = dependsOn
        return LoadedManifest(manifest: manifest, directory: "/srv/agent", file: "agent.yaml")
    }

    private func plan(_ manifests: [LoadedManifest]) throws -> [AgentPlan] {
        try ProjectPlanner(catalog: RuntimeCatalog(), flags: PlanFlags(project: "shop")).plan(manifests)
    }

    @Test func agentsComeAfterThoseThatTheyDependOn() throws {
        let plans = try plan([
            agent("web", dependsOn: [.init(name: "api"), .init(name: "cache")]), agent("cache"),
            agent("api", dependsOn: [.init(name: "db", condition: .healthy)]), agent("db"), agent("other"),
        ])
        #expect(plans.map(\.options.identity.agent) == ["db", "api", "cache", "web", "other"])
    }

    @Test func allAgentsOfOneUpShareItsRun() throws {
        let plans = try plan([agent("a"), agent("b")])
        #expect(plans[0].options.identity.run == plans[1].options.identity.run)
        #expect(try plan([agent("a")])[0].options.identity.run != plans[0].options.identity.run)
    }

    @Test func aJobThatOthersWaitForMayEndAtOnce() throws {
        let plans = try plan([agent("job"), agent("user", dependsOn: [.init(name: "job", condition: .completed)])])
        #expect(plans[0].options.readiness == .started)
        #expect(plans[1].options.readiness == nil)
    }

    @Test func theMistakesOfAllManifestsAreReported() {
        var a = agent("a")
        a.manifest.environment = [.init(name: "X", source: .hostEnvironment(key: "UNSET"))]
        var b = agent("b")
        b.manifest.environment = [.init(name: "Y", source: .file(path: "no-such-file"))]
        let error = #expect(throws: DiagnosticsError.self) { try plan([a, b]) }
        #expect(error?.diagnostics.count == 2)
    }
}
