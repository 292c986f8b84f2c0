import Diagnostics
import Testing

@testable import AgentCommands

@Suite(.timeLimit(.minutes(2))) struct WorkflowCommandTests {
    @Test func aMistakeIsAnAnnotationAtItsPlace() {
        let diagnostic = Diagnostic(
            .error, code: "manifest.unknown-key", "50% of 'a:b,c'\nare wrong",
            at: SourcePosition(file: "a,b:c/agent.yaml", line: 3, column: 5), hint: "did you mean 'x'?")
        let text = WorkflowCommand(diagnostic) { "dir/" + $0 }.text
        #expect(
            text
                == "::error file=dir/a%2Cb%3Ac/agent.yaml,line=3,col=5::50%25 of 'a:b,c'%0Aare wrong%0Adid you mean 'x'?"
        )
    }

    @Test func severitiesHaveTheirOwnNames() {
        let names = [Diagnostic.Severity.note, .warning, .error].map {
            WorkflowCommand(Diagnostic($0, code: "c", "m"), path: { $0 }).text
        }
        #expect(names == ["::notice::m", "::warning::m", "::error::m"])
    }

    @Test func anErrorIsOneAnnotation() {
        let error = CommandError(.refused, "it failed", details: ["::set-output name=a::b"], hint: "do this")
        let all = WorkflowCommand.annotations(for: error) { $0 }.map(\.text)
        #expect(all == ["::error title=aac-runtime::it failed%0A  ::set-output name=a::b%0Ahint: do this"])
    }
}
