import AgentOrchestrator
import ArgumentParser

/// How `up`, `scale` and `watch` bring a project to what its manifests want.
struct ConvergeOptions: ParsableArguments {
    enum FailurePolicy: String, CaseIterable, ExpressibleByArgument, Sendable {
        case rollback, keep

        var policy: UpOptions.FailurePolicy {
            switch self {
            case .rollback: .rollback
            case .keep: .keep
            }
        }
    }

    @Option(
        help: ArgumentHelp(
            "How many agents are built, and created and started, at the same time; 6 unless given.", valueName: "number"
        ))
    var parallel: Int?

    @Option(
        help: ArgumentHelp(
            """
            When an agent fails: 'rollback' removes what this command created and puts back what it replaced, 'keep' goes on with \
            the agents that do not depend on it, and leaves the failed container, stopped, to be looked at.
            """, valueName: "policy"))
    var onFailure = FailurePolicy.rollback

    @Flag(help: "Remove agents of the project that are in no manifest.")
    var removeOrphans = false

    @Flag(help: "Make agents anew that run as they are wanted.")
    var forceRecreate = false

    func validate() throws {
        if let parallel, parallel < 1 { throw ValidationError("--parallel must be at least 1") }
    }

    /// What they say; `agents` are those that are touched, nil for all.
    func options(agents: Set<String>? = nil) -> UpOptions {
        var options = UpOptions(
            parallel: parallel, onFailure: onFailure.policy, removesOrphans: removeOrphans, agents: agents)
        options.recreates = forceRecreate
        return options
    }
}
