import ArgumentParser
import Diagnostics

/// `aac-runtime version`: what this program is.
struct VersionCommand: RuntimeCommand {
    static let configuration = CommandConfiguration(
        commandName: "version",
        abstract: "Show the version of this program.",
        discussion: """
            Examples:
              aac-runtime version
              aac-runtime version --output json
            """)

    @OptionGroup var output: OutputOptions
    var outputFormat: OutputFormat { output.format }

    func run(in context: CommandContext) async throws -> ExitCode {
        switch output.format {
        case .text: try await context.output.line(VersionText.short)
        case .json: try await context.output.document(["version": AgentRuntimeCLI.version])
        }
        return .success
    }
}
