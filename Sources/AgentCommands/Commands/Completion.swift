import ArgumentParser
import Diagnostics

/// `aac-runtime completion`: the script that makes a shell complete our commands.
struct CompletionCommand: AgentCommand {
    static let configuration = CommandConfiguration(
        commandName: "completion",
        abstract: "Print the completion script of a shell.",
        discussion: """
            Examples:
              source <(aac-runtime completion bash)
              aac-runtime completion zsh > _aac-runtime    # in a folder of $fpath
              aac-runtime completion fish > ~/.config/fish/completions/aac-runtime.fish
            """)

    enum Shell: String, CaseIterable, ExpressibleByArgument, Sendable {
        case bash, zsh, fish

        var completionShell: CompletionShell {
            switch self {
            case .bash: .bash
            case .zsh: .zsh
            case .fish: .fish
            }
        }
    }

    @Argument(help: "bash, zsh or fish.")
    var shell: Shell

    func run(in context: CommandContext) async throws -> ExitCode {
        try await context.output.line(context.root.completionScript(for: shell.completionShell))
        return .success
    }
}
