import AgentOrchestrator
import AgentRuntime
import ArgumentParser
import Diagnostics

/// `aac-runtime up`: build and start agents.
struct UpCommand: RuntimeCommand {
    static let configuration = CommandConfiguration(
        commandName: "up",
        abstract: "Build and start agents, and wait until they are ready.",
        discussion: """
            In the foreground their output is shown until Ctrl-C or until the last one ends; then they are stopped and removed, \
            and the exit status is the agent's own. Meanwhile unhealthy agents are restarted, at most five times in a row. With --detach the command returns once all are ready. A second Ctrl-C kills \
            instead of stopping, a third leaves at once. When anything fails, what this command created is removed.

            Examples:
              aac-runtime up
              aac-runtime up -d -f images/hello/agent.yaml
              aac-runtime up -d --engine podman --wait-timeout 90s --output json
            """)

    @OptionGroup var launch: LaunchOptions
    @OptionGroup var engine: EngineOptions
    @OptionGroup var output: OutputOptions
    var outputFormat: OutputFormat { output.format }

    @Flag(name: .shortAndLong, help: "Return once the agents are ready, and leave them running.")
    var detach = false

    @Flag(name: .shortAndLong, help: "Show errors and warnings alone.")
    var quiet = false

    func run(in context: CommandContext) async throws -> ExitCode {
        let planned = try await launch.plan(in: context, detach: detach)
        return try await engine.withSession(in: context) { session in
            let project = Project(
                name: planned.name, engine: session.client,
                runtime: context.runtime(on: session, hooks: planned.hooks, variables: planned.variables),
                journal: context.journal)
            let reporter = ProgressReporter(context: context, isQuiet: quiet)
            guard !detach else {
                let reports = try await reporter.during {
                    try await project.up(planned.agents, observer: reporter.observer())
                }
                try await show(reports, in: context)
                return .success
            }
            let foreground = Foreground(
                context: context, session: session, project: project,
                stopTimeout: planned.agents.map(\.options.stopTimeout).max() ?? .seconds(10),
                agents: planned.agents.map(\.options.identity.agent), tellsEnds: true)
            return try await foreground.run { started in
                try await reporter.during {
                    try await project.up(planned.agents, observer: reporter.observer(started: started))
                }
            }
        }
    }

    private func show(_ reports: [AgentReport], in context: CommandContext) async throws {
        guard output.format == .text else { return try await context.output.document(reports) }
        for report in reports {
            let ports = report.container.ports.map(\.description).joined(separator: ", ")
            let outcome = report.outcome == .started ? "ready" : "unchanged"
            try await context.output.line(
                TerminalText.line(
                    "\(report.agent)  \(outcome)  \(report.container.name)\(ports.isEmpty ? "" : "  \(ports)")"))
        }
    }
}
