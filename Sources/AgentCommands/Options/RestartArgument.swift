import AgentRuntime
import ArgumentParser

/// A restart policy on the command line.
struct RestartArgument: ExpressibleByArgument, Sendable {
    let policy: RestartPolicy

    init?(argument: String) {
        guard let policy = RestartPolicy(parsing: argument) else { return nil }
        self.policy = policy
    }

    static var allValueStrings: [String] { ["no", "always", "unless-stopped", "on-failure"] }
    static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }
}
