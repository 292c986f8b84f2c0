import ArgumentParser
import Diagnostics

/// How many replicas of an agent there are to be: `NAME=NUMBER`.
struct ScaleArgument: ExpressibleByArgument, Sendable, Hashable {
    private static let most = 1000

    /// The agent's name.
    var agent: String
    /// How many, 0 to 1000.
    var replicas: Int

    init?(argument: String) {
        let parts = argument.split(separator: "=", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, let number = Int(parts[1]), 0...Self.most ~= number else {
            return nil
        }
        agent = String(parts[0])
        replicas = number
    }

    static var defaultCompletionKind: CompletionKind { .custom(AgentCompletion.completeScale) }

    /// The numbers by agent; the last one counts.
    ///
    /// - Throws: ``CommandError`` with code `usage` when there is no such agent.
    static func scale(_ arguments: [ScaleArgument], among agents: [String]) throws -> [String: Int] {
        for argument in arguments where !agents.contains(argument.agent) {
            throw CommandError(
                .usage, "there is no agent '\(argument.agent)' to scale",
                hint: didYouMean(argument.agent, among: agents)
                    ?? "the agents are \(agents.sorted().joined(separator: ", "))")
        }
        return Dictionary(arguments.map { ($0.agent, $0.replicas) }) { $1 }
    }
}
