import ArgumentParser
import Diagnostics
import SeccompProfiles

/// `aac-runtime seccomp explain`: one system call.
struct SeccompExplainCommand: AgentCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Tell whether a profile allows a system call, and why.",
        discussion: """
            What an agent was refused is in its own messages ("operation not permitted"); `strace` tells the call. An unknown \
            call ends with status 64 and the nearest name.

            Examples:
              aac-runtime seccomp explain mount
              aac-runtime seccomp explain socket --profile strict
              aac-runtime seccomp explain clone --profile ./profile.json --output json
            """)

    @OptionGroup var output: OutputOptions
    var outputFormat: OutputFormat { output.format }

    @Option(
        help: ArgumentHelp("default, strict, or a file.", valueName: "profile"),
        completion: .file(extensions: ["json", "yaml", "yml"]))
    var profile = SeccompProfileArgument.standard

    @Argument(help: ArgumentHelp("The call's name, such as openat.", valueName: "syscall"))
    var call: String

    func run(in context: CommandContext) async throws -> ExitCode {
        let (profile, _) = try await profile.load()
        let explanation = try profile.explain(call)
        if output.format == .json {
            try await context.output.document(SeccompExplanationView(explanation))
        } else {
            try await context.output.line(explanation.description)
        }
        return .success
    }
}
