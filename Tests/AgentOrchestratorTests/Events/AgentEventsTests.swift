import AgentRuntime
import AgentTesting
import AgentValues
import EngineAPI
import Testing

@testable import AgentOrchestrator

/// What happens to agents, as it happens and afterwards.
@Suite(.timeLimit(.minutes(2))) struct AgentEventsTests {
    private struct Enough: Error {}

    @Test func eventsComeInOrderOverABreakAndOfThisProjectAlone() async throws {
        let shop = try await ScriptedProject()
        try await shop.add("web")
        try await shop.add("web", project: "\(shop.name)-other")
        let (name, other) = (shop.container("web"), "\(shop.name)-other-web-1")
        var told: [String] = []
        await #expect(throws: Enough.self) {
            try await shop.host.followEvents(of: shop.name) { signal in
                switch signal {
                case .connected where !told.contains("connected"):
                    told.append("connected")
                    shop.containers.end(other, code: 0)
                    shop.containers.end(name, code: 3)
                case .connected:
                    told.append("connected again")
                    try await shop.client.containers.start(name)
                case .event(let event):
                    told.append(
                        "\(event.agent)/\(event.replica) \(event.event) \(event.exitCode.map(String.init) ?? "-")")
                    if event.event == "die" { shop.containers.breakStreams() }
                    if event.event == "start" { throw Enough() }
                }
            }
        }
        #expect(told == ["connected", "web/1 die 3", "connected again", "web/1 start -"])
    }

    @Test func thePastComesToItsEnd() async throws {
        let shop = try await ScriptedProject()
        let before = EngineTime.now
        let web = try await shop.add("web")
        try await shop.client.containers.kill(web.id)
        var told: [AgentEvent] = []
        try await shop.host.pastEvents(of: shop.name, since: before, until: .now + .seconds(1)) { told.append($0) }
        #expect(told.map(\.event) == ["create", "start", "kill", "die"])
        #expect(told.map(\.exitCode) == [nil, nil, nil, 137] && told[2].detail == "signal 9")
        #expect(told.allSatisfy { $0.project == shop.name && $0.container == web.name && $0.id == web.id })
        told = []
        try await shop.host.pastEvents(of: shop.name, since: .now + .seconds(1), until: .now + .seconds(2)) {
            told.append($0)
        }
        #expect(told.isEmpty)
    }

    @Test func partsOfOtherThingsAreDetails() async throws {
        let shop = try await ScriptedProject()
        try await shop.add("web")
        var told: [AgentEvent] = []
        try await shop.host.pastEvents(of: shop.name, until: .now + .seconds(1)) { told.append($0) }
        #expect(told.map(\.isDetail) == [false, false])
        shop.engine.answer(
            "GET /events",
            with: .json(
                shop.eventDocument("exec_create: sh -c x") + shop.eventDocument("archive-path")
                    + shop.eventDocument("health_status: healthy") + shop.eventDocument("oom")))
        told = []
        try await shop.host.pastEvents(of: nil, until: .now + .seconds(1)) { told.append($0) }
        #expect(told.map(\.isDetail) == [true, true, false, false])
        #expect(told[0].detail == "sh -c x" && told[2].detail == "healthy")
    }
}

extension ScriptedProject {
    /// An event of the agent `web`, as an engine writes it.
    fileprivate func eventDocument(_ action: String) -> String {
        let labels = AgentIdentity.testing(project: name, agent: "web").labels
            .map { "\"\($0)\":\"\($1)\"" }.joined(separator: ",")
        return #"{"Type":"container","Action":"\#(action)","Actor":{"ID":"c","Attributes":{\#(labels)}},"time":1}"#
            + "\n"
    }
}
