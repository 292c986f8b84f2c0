import AgentManifest
import AgentOrchestrator
import AgentRuntime
import AgentValues
import ArgumentParser
import Diagnostics

/// `aac-runtime images`: what the agents of a project are made of.
struct ImagesCommand: AgentCommand {
    static let configuration = CommandConfiguration(
        commandName: "images",
        abstract: "List the images of agents.",
        discussion: """
            Those that `up` and `build` made for the project, and those that its containers use.

            Examples:
              aac-runtime images
              aac-runtime images -q
              aac-runtime images --all-projects --output json | jq -r '.[].id'
            """)

    @OptionGroup var scope: ScopeOptions
    @OptionGroup var engine: EngineOptions
    @OptionGroup var output: OutputOptions
    var outputFormat: OutputFormat { output.format }

    @Flag(name: .shortAndLong, help: "Print only the ids, one a line.")
    var quiet = false

    @Flag(help: "List the images of all projects.")
    var allProjects = false

    func validate() throws {
        if quiet, output.format == .json { throw ValidationError("--quiet is for text; JSON says everything") }
    }

    func run(in context: CommandContext) async throws -> ExitCode {
        let project = allProjects ? nil : try scope.projectName(in: context)
        return try await engine.withSession(in: context) { session in
            let rows = try await session.host.images(of: project)
            if quiet {
                for row in rows { try await context.output.line(TerminalText.line(row.id)) }
            } else if output.format == .json {
                try await context.output.document(rows)
            } else {
                try await context.output.write(table(rows).text)
            }
            return .success
        }
    }

    private func table(_ rows: [AgentImage]) -> Table {
        var table = Table(["IMAGE", "ID", "SIZE", "AGE", "BUILT FOR", "USED BY"], right: ["SIZE"])
        for row in rows {
            table.add([
                row.tags.joined(separator: ", "), row.shortID, row.size.map { Quantity.approximate($0) } ?? "",
                row.created.map { (EngineTime.now - $0).age } ?? "", row.builtFor ?? "",
                row.usedBy.joined(separator: ", "),
            ])
        }
        return table
    }
}
