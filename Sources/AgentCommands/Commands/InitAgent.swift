import ArgumentParser
import Diagnostics
import Glibc

/// `aac-runtime init NAME --runtime`: a small agent to start from.
struct InitAgentCommand: AgentCommand {
    static let configuration = CommandConfiguration(
        commandName: "agent",
        abstract: "Write a small agent that `up` runs at once.",
        discussion: """
            The agent goes into a new folder of its name: a manifest with comments, a web server that needs nothing but the language's \
            standard library, and what the build leaves out. `agent` may be left out of the command line. Where agent.schema.json is in \
            the current folder (see `aac-runtime schema`), the manifest names it for editors.

            Examples:
              aac-runtime init greeter --runtime python
              aac-runtime init agent hook --runtime go
            """)

    @Argument(help: ArgumentHelp("The agent's name: lower-case letters, digits and dashes.", valueName: "name"))
    var name: String

    @Option(help: ArgumentHelp("python, nodejs, go, rust or java.", valueName: "runtime"))
    var runtime: AgentFolder.Runtime

    /// What `aac-runtime schema` is written to by those who want editors to know it.
    private static let schemaFile = "agent.schema.json"

    func validate() throws {
        guard AgentFolder.accepts(name) else {
            throw ValidationError(
                "'\(name)' cannot be an agent's name: lower-case letters, digits and inner dashes, 63 at most")
        }
    }

    func run(in context: CommandContext) async throws -> ExitCode {
        let hasSchema = access("\(ProjectName.currentFolder)/\(Self.schemaFile)", R_OK) == 0
        let folder = AgentFolder(name: name, runtime: runtime, schema: hasSchema ? "../\(Self.schemaFile)" : nil)
        try await NewFolder(name: name, files: folder.files).write(in: context)
        try await context.messages.line("try it: aac-runtime up -d -f \(name)")
        return .success
    }
}
