import AgentOrchestrator
import AgentRuntime
import ArgumentParser
import Diagnostics

/// `aac-runtime list`: the running agents as the Go tool's `List` tells them.
struct ListCommand: AgentCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List running agents as JSON for Go programs.",
        discussion: """
            One line: a list of the Go tool's runtime.ContainerInfo (ID, Name, Ports), written as Go's encoding/json writes it, \
            whatever --output says. The agents of all projects unless --project names one. `aac-runtime ps` is for people.

            Examples:
              aac-runtime list
              aac-runtime list | jq -r '.[].Name'
            """)

    @Option(
        name: [.customShort("p"), .customLong("project")],
        help: ArgumentHelp("List the agents of this project alone.", valueName: "name"))
    var project: String?

    @OptionGroup var engine: EngineOptions
    @OptionGroup var output: OutputOptions
    var outputFormat: OutputFormat { output.format }

    func run(in context: CommandContext) async throws -> ExitCode {
        let project = try project.map { try ProjectName.checked($0, from: "--project") }
        return try await engine.withSession(in: context) { session in
            let found = try await session.host.agents(of: project).containers()
            let running = found.filter(\.isRunning).map { GoContainerInfo($0.container) }
            try await context.output.line(running.json)
            return .success
        }
    }
}
