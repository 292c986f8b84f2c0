import AgentManifest
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
            gets a free one; agents of the project reach all of them by the agent's name. Fewer replicas need no manifest: those \
            with the highest numbers are stopped and removed.

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
        let planned: PlannedProject
        do {
            planned = try await launch.plan(in: context, detach: true)
        } catch let error as ManifestError where error.code == .notFound && launch.manifests.files.isEmpty {
            return try await shrink(after: error, in: context)
        }
        return try await engine.withSession(in: context) { session in
            try await launch.project.checkFolder(files: launch.manifests.files, on: session, in: context)
            let convergence = Convergence(
                context: context, session: session, planned: planned,
                options: converge.options(agents: Set(wanted.map(\.agent))), isQuiet: quiet, progress: kind,
                format: output.format)
            return try await convergence.runDetached()
        }
    }

    /// Removes replicas, where no manifest says how more of them are made.
    ///
    /// - Parameter error: why there is no manifest; thrown when more replicas are wanted than there are.
    private func shrink(after error: ManifestError, in context: CommandContext) async throws -> ExitCode {
        let name = try launch.project.name(in: context)
        return try await engine.withSession(in: context) { session in
            try await launch.project.checkFolder(on: session, in: context)
            let selector = session.host.agents(of: name)
            var surplus: [AgentContainer] = []
            for wish in wanted {
                guard let agent = AgentReference(wish.agent) else { throw error }
                let found = try await selector.existing([agent])
                guard found.count >= wish.replicas else { throw error }
                surplus += found.filter { $0.identity.replica > wish.replicas }
            }
            try await AgentAction(participle: "removed", format: output.format, context: context)
                .perform(on: surplus) { agent in
                    _ = try await session.host.stop(agent)
                    return try await session.host.remove(agent, force: true)
                }
            try await session.host.project(name).removeUnusedNetworks()
            return .success
        }
    }
}
