import AgentRuntime
import AgentTesting
import FoundationEssentials
import Testing

@Suite(.timeLimit(.minutes(2))) struct RunOptionsTests {
    private func options(run: String = "r1") -> RunOptions {
        RunOptions(
            image: "hello:1", name: "p-hello-1", identity: AgentIdentity.testing(project: "p", agent: "hello", run: run)
        )
    }

    @Test func roundTripsThroughJSON() throws {
        var wanted = options()
        wanted.readiness = Probe(.http(.init(port: 8080, path: "/health", statuses: [200...299], text: nil)))
        wanted.restart = .onFailure(maximumRetries: 3)
        wanted.network.mode = .project(name: "p_agents")
        wanted.stopTimeout = .milliseconds(2500)
        let data = try JSONEncoder().encode(wanted)
        #expect(try JSONDecoder().decode(RunOptions.self, from: data) == wanted)
    }

    @Test func digestIsTheSameForTwoRunsOfTheSameOptions() {
        var other = options(run: "r2")
        other.detach = true
        #expect(options().configHash == other.configHash)
        #expect(options().configHash.count == 16)
    }

    @Test func identityIsReadBackFromItsLabels() {
        let identity = AgentIdentity.testing(project: "p", agent: "hello", replica: 2, version: "1.0")
        #expect(AgentIdentity(labels: identity.labels) == identity)
        #expect(AgentIdentity(labels: ["dev.agent.project": "p"]) == nil)
        #expect(AgentIdentity.newRun() != AgentIdentity.newRun())
    }
}
