import AgentOrchestrator
import AgentRuntime
import ArgumentParser
import Diagnostics

/// `aac-runtime stop`: ends agents and keeps their containers.
struct StopCommand: AgentCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "Stop agents and keep their containers.",
        discussion: """
            An agent gets SIGTERM, and SIGKILL when it still runs after the timeout. The preStop and postStop hooks of the \
            manifest are called; one that fails is reported, and the agent is stopped all the same.

            With --go-compat the arguments are ids or names of containers alone, and an agent has 30 s to end.

            Examples:
              aac-runtime stop hello
              aac-runtime stop --timeout 30s
            """)

    @OptionGroup var scope: ScopeOptions
    @OptionGroup var go: GoCompatibilityOptions
    @OptionGroup var engine: EngineOptions
    @OptionGroup var output: OutputOptions
    var outputFormat: OutputFormat { output.format }

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("How long an agent may take to end, such as 30s; else its own, else 10s.", valueName: "time")
    )
    var timeout: DurationArgument?

    @Argument(
        help:
            "The agents, as NAME or NAME/REPLICA, or the containers' ids or names; all of the project when none is named."
    )
    var agents: [AgentReference] = []

    mutating func validate() throws { try go.requireContainers(agents) }

    func run(in context: CommandContext) async throws -> ExitCode {
        let context = context.stopping
        // The Go tool's containers need no project, so a folder whose name fits none is no mistake.
        let project = go.isOn ? try? scope.projectName(in: context) : try scope.projectName(in: context)
        return try await engine.withSession(in: context) { session in
            let selector = session.host.agents(of: project)
            let containers = try await go.isOn ? selector.containers(named: agents) : selector.existing(agents)
            let limit = timeout?.duration ?? (go.isOn ? GoRules.stopTimeout : nil)
            let hooked = context.host(on: session, hooks: try await scope.hooks(in: context))
            // The manifest here says nothing about the agents of other projects.
            try await AgentAction(participle: "stopped", format: output.format, context: context)
                .perform(on: containers) { container in
                    let host = container.identity.project == project ? hooked : session.host
                    return try await host.stop(container, timeout: limit)
                }
            return .success
        }
    }
}
