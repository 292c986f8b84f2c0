public import AgentOrchestrator
public import ArgumentParser

extension AgentReference: ExpressibleByArgument {
    /// As ``AgentReference`` is written.
    public init?(argument: String) { self.init(argument) }

    /// The agents that there are.
    public static var defaultCompletionKind: CompletionKind { .custom(AgentCompletion.complete) }
}
