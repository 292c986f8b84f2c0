import AgentOrchestrator
import Diagnostics
import Testing

@testable import AgentCommands

/// What the command line says about errors that know nothing of it.
@Suite(.timeLimit(.minutes(1))) struct CommandAdviceTests {
    private static let cases: [(AgentError, String?)] = [
        (AgentError(.notFound, "x", facts: .init(projects: ["a", "b"])), "project 'a' has one: --project a"),
        (
            AgentError(.notFound, "x", facts: .init(agent: "1f")),
            "`aac-runtime list` shows the containers of agents that run"
        ),
        (AgentError(.notFound, "x", details: ["agents: a"]), nil),
        (AgentError(.noAgents, "x"), "start agents with `aac-runtime up`"),
        (
            AgentError(.noAgents, "x", facts: .init(projects: ["a", "b"])),
            "projects with agents: a, b; choose one with --project"
        ),
        (
            AgentError(.notRunning, "x", facts: .init(agent: "a", state: "paused")),
            "let it go on with `aac-runtime unpause a`"
        ),
        (
            AgentError(.notRunning, "x", facts: .init(agent: "a", state: "exited")),
            "start it with `aac-runtime start a`"
        ),
        (AgentError(.ended, "x", facts: .init(agent: "a")), "see why with `aac-runtime logs --tail 20 a`"),
        (AgentError(.refused, "x"), nil),
    ]

    @Test(arguments: cases) func advice(_ error: AgentError, _ expected: String?) {
        let text = ErrorRenderer(advice: CommandAdvice.advice).text(for: error)
        #expect(text.contains("hint: ") == (expected != nil))
        if let expected { #expect(text.hasSuffix("hint: \(expected)")) }
    }

    /// A hint of the error's own says more.
    @Test func aHintOfItsOwnComesFirst() {
        let error = AgentError(.notFound, "x", facts: .init(projects: ["a"]), hint: "did you mean 'y'?")
        #expect(ErrorRenderer(advice: CommandAdvice.advice).text(for: error).hasSuffix("hint: did you mean 'y'?"))
        #expect(ErrorRenderer().text(for: AgentError(.noAgents, "x")) == "error: x")
    }
}
