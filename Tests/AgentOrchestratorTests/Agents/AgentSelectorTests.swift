import AgentRuntime
import AgentTesting
import Diagnostics
import EngineAPI
import Testing

@testable import AgentOrchestrator

/// Which containers are meant by a name, a replica, a container's name or its id.
@Suite(.timeLimit(.minutes(2))) struct AgentSelectorTests {
    private func reference(_ text: String) throws -> AgentReference { try #require(AgentReference(text)) }

    private func shop() async throws -> ScriptedProject {
        let shop = try await ScriptedProject()
        try await shop.add("web", replica: 2)
        try await shop.add("web", replica: 1, running: false)
        try await shop.add("api")
        try await shop.add("lonely", project: "\(shop.name)-other")
        return shop
    }

    @Test(arguments: ["", "/", "/1", "web/", "web/0", "web/-1", "web/x", "web/1/2"])
    func whatIsNoReference(text: String) { #expect(AgentReference(text) == nil) }

    @Test func aReferenceIsWrittenAsItIsRead() throws {
        #expect(try reference("web").replica == nil && reference("web/2").replica == 2)
        #expect(try "\(reference("web")) \(reference("web/2"))" == "web web/2")
    }

    @Test func namesAndReplicasAreFoundInOrder() async throws {
        let shop = try await shop()
        func found(_ texts: String...) async throws -> [String] {
            try await shop.agents.existing(texts.map(reference)).map { "\($0.identity.agent)/\($0.identity.replica)" }
        }
        #expect(try await found() == ["api/1", "web/1", "web/2"])
        #expect(try await found("web") == ["web/1", "web/2"])
        #expect(try await found("web/2", "api") == ["api/1", "web/2"])
        #expect(try await shop.agents.matching([reference("nobody")]).isEmpty)
        #expect(try await shop.agents.existing().displayNames.values.sorted() == ["api", "web/1", "web/2"])
    }

    /// Names and ids of containers are unique on an engine, so the project does not matter.
    @Test func containersAreFoundByNameAndId() async throws {
        let shop = try await shop()
        let lonely = try await shop.found("\(shop.name)-other-lonely-1")
        for text in [lonely.name, lonely.id, String(lonely.id.prefix(12))] {
            #expect(try await shop.agents.containers([reference(text)]).map(\.id) == [lonely.id])
            #expect(
                try await shop.agents.containers(named: [reference(text), reference(text)]).map(\.id) == [lonely.id])
        }
        // Fewer digits than engines print, or a replica's number, are no id.
        #expect(try !reference(String(lonely.id.prefix(11))).names(lonely))
        #expect(try !reference("\(lonely.name)/1").names(lonely))
    }

    @Test func whatIsMissingIsToldWithWhatIsThere() async throws {
        let shop = try await shop()
        func error(_ text: String, in selector: AgentSelector) async throws -> AgentError {
            try await #require(throws: AgentError.self) { try await selector.existing([reference(text)]) }
        }
        let near = try await error("wbe", in: shop.agents)
        #expect(near.code == .notFound && near.hint == "did you mean 'web'?" && near.details == ["agents: api, web"])
        #expect(near.reportCode == "agent.not-found" && near.exitCode == .failure)
        let replica = try await error("web/3", in: shop.agents)
        #expect(replica.summary == "agent 'web' has no replica 3" && replica.hint == "it has 1, 2")
        let elsewhere = try await error("lonely", in: shop.agents)
        #expect(elsewhere.code == .notFound && elsewhere.facts.projects == ["\(shop.name)-other"])

        let empty = shop.host.agents(of: "\(shop.name)-empty")
        let nobody = try await error("web", in: empty)
        #expect(nobody.code == .notFound && nobody.facts.projects == [shop.name])
        let unknown = try await error("nobody", in: empty)
        #expect(unknown.code == .noAgents && unknown.facts.projects == [shop.name, "\(shop.name)-other"])
        let all = try await #require(throws: AgentError.self) { try await empty.existing() }
        #expect(all.code == .noAgents && all.facts.projects == [shop.name, "\(shop.name)-other"])
        let named = try await #require(throws: AgentError.self) {
            try await shop.agents.containers(named: [reference("web")])
        }
        #expect(named.code == .notFound && named.facts.agent == "web")
    }

    /// Two containers are of one replica while one takes the other's place.
    @Test func aReplicaIsNamedOnce() async throws {
        let shop = try await ScriptedProject()
        let old = try await shop.add("web")
        try await shop.client.containers.rename(old.id, to: "\(old.name)-before-1")
        try await shop.add("web")
        let error = await #expect(throws: AgentError.self) { try await shop.agents.existing([reference("web/2")]) }
        #expect(error?.hint == "it has 1")
    }

    @Test func theFirstReplicaThatRunsIsWorkedIn() async throws {
        let shop = try await shop()
        #expect(try await shop.agents.running(reference("web")).identity.replica == 2)
        let stopped = try await #require(throws: AgentError.self) { try await shop.agents.running(reference("web/1")) }
        #expect(stopped.code == .notRunning && stopped.facts.state == "created" && stopped.facts.agent == "web/1")
        try await shop.client.containers.pause(shop.container("api"))
        let paused = try await #require(throws: AgentError.self) { try await shop.agents.running(reference("api")) }
        #expect(paused.code == .notRunning && paused.facts.state == "paused")
    }

    /// The container's place in its life, by the engine's words.
    @Test func whatRunsAndWhatDoesNot() async throws {
        let shop = try await ScriptedProject()
        try await shop.add("web")
        func traits(_ word: String) async throws -> [Bool] {
            shop.containers.setState(word, of: shop.container("web"))
            let found = try await shop.found(shop.container("web"))
            return [found.isAtWork, found.isPaused, found.isRunning, found.isActive]
        }
        #expect(try await traits("running") == [true, false, true, true])
        #expect(try await traits("paused") == [false, true, true, true])
        #expect(try await traits("restarting") == [false, false, false, true])
        for word in ["created", "exited", "stopped", "dead", "removing"] {
            #expect(try await traits(word) == [false, false, false, false], "\(word)")
        }
    }
}
