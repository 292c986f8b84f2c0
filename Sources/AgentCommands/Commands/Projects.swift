import AgentOrchestrator
import ArgumentParser
import Diagnostics

/// `aac-runtime ls`: which projects there are.
struct ProjectsCommand: AgentCommand {
    static let configuration = CommandConfiguration(
        commandName: "ls",
        abstract: "List the projects that have agents.",
        discussion: """
            FOLDER is where the project's agents were started.

            Examples:
              aac-runtime ls
              aac-runtime ls --all --output json | jq -r '.[].name'
            """)

    @OptionGroup var engine: EngineOptions
    @OptionGroup var output: OutputOptions
    var outputFormat: OutputFormat { output.format }

    @Flag(name: .shortAndLong, help: "List projects too of which nothing runs.")
    var all = false

    @Flag(name: .shortAndLong, help: "Print only the names, one a line.")
    var quiet = false

    func validate() throws {
        if quiet, output.format == .json { throw ValidationError("--quiet is for text; JSON says everything") }
    }

    func run(in context: CommandContext) async throws -> ExitCode {
        try await engine.withSession(in: context) { session in
            let projects = try await session.host.projects().filter { all || $0.running > 0 }
            if quiet {
                for project in projects { try await context.output.line(project.name) }
            } else if output.format == .json {
                try await context.output.document(projects)
            } else {
                var table = Table(["PROJECT", "AGENTS", "RUNNING", "FOLDER"], right: ["AGENTS", "RUNNING"])
                for project in projects {
                    table.add([
                        project.name, String(project.agents.count), String(project.running),
                        project.folders.joined(separator: ", "),
                    ])
                }
                try await context.output.write(table.text)
            }
            return .success
        }
    }
}
