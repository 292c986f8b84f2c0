import AgentOrchestrator
import AgentRuntime
import ArgumentParser
import Diagnostics

/// `aac-runtime scale`: another number of replicas.
struct ScaleCommand: AgentCommand {
    static let configuration = CommandConfiguration(
        commandName: "scale",
        abstract: "Change how many replicas of agents run.",
        discussion: """
            Only the agents named are touched. The number holds until the next `up`, which goes by the manifest \
            (spec.scaling.replicas) or by its own --scale. Several replicas of an agent cannot share a port of the host, so each \
            gets a free one; agents of the project reach all of them by the agent's name.

            Examples:
              aac-runtime scale hello=3
              aac-runtime scale hello=0 --output json
            """)

    @Argument(help: ArgumentHelp("The agent, and how many replicas of it.", valueName: "agent=number"))
    var wanted: [ScaleArgument]

    @OptionGroup var launch: LaunchOptions
    @OptionGroup var converge: ConvergeOptions
    @OptionGroup var progress: ProgressOptions
    @OptionGroup var engine: EngineOptions
    @OptionGroup var output: OutputOptions
    var outputFormat: OutputFormat { output.format }

    @Flag(name: .shortAndLong, help: "Show errors and warnings alone.")
    var quiet = false

    func validate() throws {
        if !launch.scale.isEmpty { throw ValidationError("the numbers are arguments of scale; --scale is for up") }
    }

    func run(in context: CommandContext) async throws -> ExitCode {
        let kind = try progress.kind(in: context, logging: engine.logging)
        var launch = launch
        launch.scale = wanted
        let planned = try await launch.plan(in: context, detach: true)
        return try await engine.withSession(in: context) { session in
            let convergence = Convergence(
                context: context, session: session, planned: planned,
                options: converge.options(agents: Set(wanted.map(\.agent))), isQuiet: quiet, progress: kind,
                format: output.format)
            return try await convergence.runDetached()
        }
    }
}
