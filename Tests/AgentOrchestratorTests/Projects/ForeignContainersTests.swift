import AgentRuntime
import AgentTesting
import AgentValues
import EngineAPI
import Testing

@testable import AgentOrchestrator

/// What is not this project's is touched by nothing that is done to the project.
@Suite(.timeLimit(.minutes(2))) struct ForeignContainersTests {
    /// A container that has all our labels, but from its image.
    private func addForeign(to shop: ScriptedProject) async throws -> AgentContainer {
        let labels = AgentIdentity.testing(project: shop.name, agent: "fake", run: "of-an-image").labels
            .merging(Lease(Lifetime(ttl: .seconds(1)), from: EngineTime(seconds: 0)).labels) { $1 }
        shop.containers.setImage("fake:1", id: "sha256:f", labels: labels)
        return try await shop.add("fake") { $0.labels = labels }
    }

    @Test func aForeignContainerIsShownAndNotTouched() async throws {
        let shop = try await ScriptedProject()
        let foreign = try await addForeign(to: shop)
        #expect(foreign.isForeign)
        try await shop.up([shop.plan("web")])
        #expect(try await shop.agents.containers().map(\.name) == [shop.container("web")])
        #expect(try await shop.agents.containersAndForeign().map(\.isForeign) == [true, false])
        let status = try await shop.host.status(of: [foreign])
        #expect(status.first?.foreign == true && status.first?.stateText == "foreign, running")

        let result = try await shop.up([shop.plan("web")], UpOptions(removesOrphans: true))
        #expect(result.reports.map(\.outcome) == [.unchanged] && result.orphans.isEmpty)
        let reaped = try await Reaper(shop.host).reap()
        #expect(reaped.isEmpty)
        let (report, _) = try await shop.project.down(removesVolumes: true, stopTimeout: nil)
        #expect(report.containers == [shop.container("web")])
        #expect(shop.containers.states == [foreign.name: "running"])
        #expect(shop.containers.id(of: foreign.name) == foreign.id)
    }

    @Test func aForeignContainerOfTheWantedNameIsAnErrorAndStays() async throws {
        let shop = try await ScriptedProject()
        let foreign = try await addForeign(to: shop)
        let error = await #expect(throws: RunError.self) { try await shop.up([shop.plan("fake")]) }
        #expect(error?.code == .nameTaken)
        #expect(shop.containers.states == [foreign.name: "running"])
    }

    @Test func containersWithoutOurLabelsAreNobodys() async throws {
        let shop = try await ScriptedProject()
        let labels = ["dev.agent.project": shop.name, "dev.agent.name": "web", "dev.agent.replica": "01"]
        _ = try await shop.client.containers.create(
            ContainerConfiguration(image: "i", labels: labels), name: "stranger")
        #expect(try await shop.agents.containersAndForeign().isEmpty)
        let (report, _) = try await shop.project.down(removesVolumes: true, stopTimeout: nil)
        #expect(report.containers.isEmpty && shop.containers.names == ["stranger"])
    }

    /// `a-b` of project `x` and `b` of project `x-a` have containers of one name.
    @Test func oneNameInTwoProjectsIsAnErrorAndTouchesNothing() async throws {
        let first = try await ScriptedProject()
        try await first.up([first.plan("a-b")])
        let taken = first.containers.id(of: first.container("a-b"))
        let second = first.host.project("\(first.name)-a")
        let identity = AgentIdentity.testing(project: second.name, agent: "b")
        #expect(identity.containerName == first.container("a-b"))
        var options = RunOptions(image: "b:1", name: identity.containerName, identity: identity)
        options.readiness = .started
        let error = await #expect(throws: RunError.self) {
            try await second.up([AgentPlan(options: options)], agents: ["b"], observer: ProjectObserver())
        }
        #expect(error?.code == .nameTaken)
        #expect(first.containers.names == [first.container("a-b")])
        #expect(first.containers.id(of: first.container("a-b")) == taken)
        #expect(first.containers.states.values.first == "running")
    }

    @Test func twoProjectsWithAgentsOfOneNameAreApart() async throws {
        let shop = try await ScriptedProject()
        let other = "\(shop.name)-2"
        try await shop.add("web", project: other)
        try await shop.up([shop.plan("web")])
        let web = try #require(AgentReference("web"))
        #expect(try await shop.agents.existing([web]).map(\.identity.project) == [shop.name])
        #expect(try await shop.host.agents(of: nil).projects() == [shop.name, other])
        _ = try await shop.project.down(removesVolumes: true, stopTimeout: nil)
        #expect(shop.containers.states == ["\(other)-web-1": "running"])
    }
}
