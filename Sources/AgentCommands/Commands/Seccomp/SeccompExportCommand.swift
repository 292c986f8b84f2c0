import ArgumentParser
import Diagnostics
import SeccompProfiles

/// `aac-runtime seccomp export`: a profile for other programs.
struct SeccompExportCommand: AgentCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Print a profile as engines, people or the kernel take it.",
        discussion: """
            json is what `docker run --security-opt seccomp=FILE` takes, with the reasons as comments; pfc is libseccomp's pseudo \
            code of the filter; bpf is the program for seccomp(2), 8 bytes an instruction.

            Examples:
              aac-runtime seccomp export --format json > profile.json
              aac-runtime seccomp export --format pfc --profile strict | less
              aac-runtime seccomp export --format bpf > filter.bpf
            """)

    /// What is printed.
    enum Format: String, ExpressibleByArgument, CaseIterable, Sendable {
        case json, pfc, bpf
    }

    @Option(help: "json, pfc or bpf.")
    var format: Format

    @Option(
        help: ArgumentHelp("default, strict, or a file.", valueName: "profile"),
        completion: .file(extensions: ["json", "yaml", "yml"]))
    var profile = SeccompProfileArgument.standard

    func run(in context: CommandContext) async throws -> ExitCode {
        let (profile, warnings) = try await profile.load()
        try await SeccompProfileArgument.show(warnings, in: context)
        switch format {
        case .json: try await context.output.line(profile.readableJSON)
        case .pfc: try await context.output.write(try SeccompFilter(profile).pseudoCode)
        case .bpf:
            guard !context.output.isTerminal else {
                throw CommandError(
                    .usage, "a BPF program is not for terminals", hint: "write it to a file: > filter.bpf")
            }
            try await context.output.write(try SeccompFilter(profile).program)
        }
        return .success
    }
}
