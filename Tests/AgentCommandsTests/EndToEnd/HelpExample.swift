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

    /// Every line of every command, dealt out to runs beside each other. The first has those that share something with others,
    /// such as a project that the line names, or a port of the host, one after the other.
    static var shards: [Shard] {
        let lines = all.flatMap(\.lines)
        let shared = ["images/hello", "--project", " -p "]
        let shares = { (line: String) in shared.contains { line.contains($0) } }
        let apart = lines.filter { !shares($0) }
        let sharing = lines.filter(shares)
        let dealt = (0..<shardCount).map { shard in
            apart.enumerated().filter { $0.offset % shardCount == shard }.map(\.element)
        }
        return ([sharing] + dealt).enumerated().map { Shard(number: $0.offset + 1, lines: $0.element) }
    }

    private static let shardCount = 6

    /// Lines that run one after the other.
    struct Shard: Sendable, CustomTestStringConvertible {
        var number: Int
        var lines: [String]
        var testDescription: String { "shard \(number), \(lines.count) lines" }
    }

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
