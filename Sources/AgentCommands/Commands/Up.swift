import AgentOrchestrator
import AgentRuntime
import ArgumentParser
import Diagnostics

/// `aac-runtime up`: build and start agents.
struct UpCommand: AgentCommand {
    static let configuration = CommandConfiguration(
        commandName: "up",
        abstract: "Build and start agents, and wait until they are ready.",
        discussion: """
            In the foreground their output is shown until Ctrl-C or until the last one ends; then they are stopped and removed, \
            and the exit status is the agent's own. Meanwhile unhealthy agents are restarted, at most five times in a row. With --detach the command returns once all are ready. A second Ctrl-C kills \
            instead of stopping, a third leaves at once. When anything fails, what this command created is removed, and what it \
            replaced runs again.

            Only what differs from its manifest is touched. Agents that do not depend on each other start in parallel. Several \
            manifests are named with -f each; several commands for one project follow each other.

            With agents' names, these and those that they depend on are touched alone.

            Examples:
              aac-runtime up
              aac-runtime up -d hello --no-deps
              aac-runtime up -d -f images/hello/agent.yaml
              aac-runtime up -d --engine podman --wait-timeout 90s --output json
              aac-runtime up -d --scale hello=3 --on-failure keep
              aac-runtime up -d --output github
            """)

    @Argument(help: ArgumentHelp("Only these agents, and those that they depend on.", valueName: "agent"))
    var agents: [String] = []

    @OptionGroup var launch: LaunchOptions
    @OptionGroup var converge: ConvergeOptions
    @OptionGroup var engine: EngineOptions
    @OptionGroup var progress: ProgressOptions
    @OptionGroup var output: AnnotatedOutputOptions
    var outputFormat: OutputFormat { output.format }
    var annotates: Bool { output.annotates }

    @Flag(name: .shortAndLong, help: "Return once the agents are ready, and leave them running.")
    var detach = false

    @Flag(help: "The same as --detach: `up` waits for readiness in any case.")
    var wait = false

    @Flag(help: "Leave out what the named agents depend on.")
    var noDeps = false

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "How long agents have to end that are replaced, or at Ctrl-C; else their own time.", valueName: "time"))
    var timeout: DurationArgument?

    @OptionGroup var raw: RawOption

    @Flag(name: .shortAndLong, help: "Show errors and warnings alone.")
    var quiet = false

    func validate() throws {
        if noDeps, agents.isEmpty { throw ValidationError("--no-deps is about named agents, and none is named") }
    }

    /// The agents that are touched; nil for all.
    private func touched(of planned: PlannedProject) throws -> Set<String>? {
        guard !agents.isEmpty else { return nil }
        switch planned.agents(named: agents, withDependencies: !noDeps) {
        case .success(let names): return names
        case .failure(let stranger):
            throw CommandError(
                .usage, "no manifest has an agent '\(stranger.name)'",
                hint: didYouMean(stranger.name, among: planned.names)
                    ?? "the agents are \(planned.names.sorted().joined(separator: ", "))")
        }
    }

    func run(in context: CommandContext) async throws -> ExitCode {
        let detach = detach || wait
        let context = context.annotating(output.annotates)
        let kind = try progress.kind(in: context, logging: engine.logging)
        let planned = try await launch.plan(in: context, detach: detach)
        let touched = try touched(of: planned)
        var options = converge.options(agents: touched)
        options.stopTimeout = timeout?.duration
        let shown = planned.agents.filter { touched?.contains($0.agent) ?? true }
        return try await engine.withSession(in: context) { [options] session in
            try await launch.project.checkFolder(files: launch.manifests.files, on: session, in: context)
            let convergence = Convergence(
                context: context, session: session, planned: planned, options: options, isQuiet: quiet,
                progress: kind, format: output.format)
            guard !detach else { return try await convergence.runDetached() }
            let failures = Mutable<[any Error]>([])
            // What agents print goes between the marks of a group.
            let inside = output.annotates ? context.sparingOutput : context
            let foreground = Foreground(
                context: inside, project: convergence.project,
                stopTimeout: timeout?.duration ?? shown.map(\.options.stopTimeout).max() ?? .seconds(10),
                agents: shown.map {
                    LogOrigin(agent: $0.agent, replica: $0.options.identity.replica, name: $0.displayName)
                }, isRaw: raw.isOn, bearsFailures: converge.onFailure == .keep)
            let code = try await context.grouped("aac-runtime up: \(planned.name)") {
                try await foreground.run { launching in
                    let result = try await convergence.run(created: launching.created, started: launching.started)
                    failures.set(result.failures)
                    return result.reports
                }
            }
            if let error = RunFailures.joining(failures.value) { throw error }
            return code
        }
    }
}
