import ArgumentParser
import Testing

@testable import AgentCommands

/// The commands of the command line, and the examples in their help.
struct HelpExample: Sendable, CustomTestStringConvertible {
    /// The command with its parents, such as `seccomp show`; empty for the root.
    var command: String
    /// Its examples, as written.
    var lines: [String]

    var testDescription: String { command.isEmpty ? "aac-runtime" : command }

    /// All commands, those within groups too.
    static var all: [HelpExample] { examples(of: RootCommand.self, named: []) }

    private static func examples(of command: any ParsableCommand.Type, named path: [String]) -> [HelpExample] {
        let configuration = command.configuration
        let children = configuration.subcommands.flatMap { child in
            examples(of: child, named: path + [child.configuration.commandName ?? ""])
        }
        return [HelpExample(command: path.joined(separator: " "), lines: lines(in: configuration.discussion))]
            + children
    }

    /// The indented lines behind `Examples:`.
    private static func lines(in discussion: String) -> [String] {
        let all = discussion.split(separator: "\n", omittingEmptySubsequences: false)
        guard let start = all.firstIndex(of: "Examples:") else { return [] }
        return all[(start + 1)...].prefix { $0.hasPrefix("  ") }.map { String($0.dropFirst(2)) }
    }
}
