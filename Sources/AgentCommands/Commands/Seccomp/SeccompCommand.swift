import ArgumentParser

/// `aac-runtime seccomp`: what agents may ask of the kernel.
struct SeccompCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seccomp",
        abstract: "Show, check, export and record seccomp profiles.",
        discussion: """
            A profile says which system calls an agent may make. A manifest names one in spec.security.seccomp: default, strict, \
            unconfined, the path of a file, or rules of its own.

            Examples:
              aac-runtime seccomp show
              aac-runtime seccomp explain mount
              aac-runtime seccomp record -o profile.json hello:1.0
              aac-runtime seccomp check profile.json
            """,
        subcommands: [
            SeccompShowCommand.self, SeccompCheckCommand.self, SeccompExplainCommand.self, SeccompExportCommand.self,
            SeccompRecordCommand.self,
        ])
}
