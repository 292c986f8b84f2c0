import ArgumentParser
import Diagnostics
import SeccompProfiles

/// `aac-runtime seccomp show`: a profile for people.
struct SeccompShowCommand: AgentCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show what a profile allows, what it refuses, and why.",
        discussion: """
            No engine is asked.

            Examples:
              aac-runtime seccomp show
              aac-runtime seccomp show strict
              aac-runtime seccomp show ./profile.json --output json | jq '.groups[].name'
            """)

    @OptionGroup var output: OutputOptions
    var outputFormat: OutputFormat { output.format }

    @Argument(
        help: ArgumentHelp("default, strict, or a file.", valueName: "profile"),
        completion: .file(extensions: ["json", "yaml", "yml"]))
    var profile = SeccompProfileArgument.standard

    func run(in context: CommandContext) async throws -> ExitCode {
        let (profile, warnings) = try await profile.load()
        if output.format == .json {
            try await context.output.document(SeccompProfileView(profile))
        } else {
            try await SeccompProfileArgument.show(warnings, in: context)
            try await context.output.write(SeccompProfileView(profile).text)
        }
        return .success
    }
}
