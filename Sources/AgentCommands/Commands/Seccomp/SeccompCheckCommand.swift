import ArgumentParser
import Diagnostics
import SeccompProfiles

/// `aac-runtime seccomp check`: all mistakes and warnings of a profile.
struct SeccompCheckCommand: AgentCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check a profile and show every mistake and warning.",
        discussion: """
            Every name is looked up in libseccomp, and the filter is built as for the kernel; nothing is loaded and no engine is \
            asked. Exit status: 0 when an engine can use the profile (warnings may be shown), 65 when it cannot, 74 when the file \
            cannot be read.

            Examples:
              aac-runtime seccomp check profile.json
              aac-runtime seccomp check rules.yaml --output json
            """)

    @OptionGroup var output: OutputOptions
    var outputFormat: OutputFormat { output.format }

    @Argument(
        help: ArgumentHelp("The profile's file, JSON or YAML; - is standard input.", valueName: "file"),
        completion: .file(extensions: ["json", "yaml", "yml"]))
    var file: String

    private struct Result: Encodable {
        var architectures: [String]?
        var calls: Int?
        var diagnostics: [Diagnostic]
        var valid: Bool
    }

    func run(in context: CommandContext) async throws -> ExitCode {
        let profile: SeccompProfile
        let warnings: [Diagnostic]
        do { (profile, warnings) = try await SeccompProfileArgument(file: file, in: context).load() } catch let error
            as DiagnosticsError where output.format == .json
        {
            // Here the mistakes are the result.
            try await context.output.document(Result(diagnostics: error.diagnostics, valid: false))
            return error.exitCode
        }
        let count = profile.allowedCalls.count
        let architectures = profile.architectures.map(\.rawValue)
        guard output.format == .text else {
            try await context.output.document(
                Result(architectures: architectures, calls: count, diagnostics: warnings, valid: true))
            return .success
        }
        try await SeccompProfileArgument.show(warnings, in: context)
        try await context.output.line(
            TerminalText.line(
                "\(file): \(count) \(count == 1 ? "call" : "calls"), builds for \(architectures.joined(separator: ", "))"
            ))
        return .success
    }
}
