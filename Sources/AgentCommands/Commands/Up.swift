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
            instead of stopping, a third leaves at once. When anything fails, what this command created is removed, and what it \
            replaced runs again.

            Only what differs from its manifest is touched. Agents that do not depend on each other start in parallel. Several \
            manifests are named with -f each; several commands for one project follow each other.

            Examples:
              aac-runtime up
              aac-runtime up -d -f images/hello/agent.yaml
              aac-runtime up -d --engine podman --wait-timeout 90s --output json
              aac-runtime up -d --scale hello=3 --on-failure keep
            """)

    @OptionGroup var launch: LaunchOptions
    @OptionGroup var converge: ConvergeOptions
    @OptionGroup var engine: EngineOptions
    @OptionGroup var progress: ProgressOptions
    @OptionGroup var output: OutputOptions
    var outputFormat: OutputFormat { output.format }

    @Flag(name: .shortAndLong, help: "Return once the agents are ready, and leave them running.")
    var detach = false

    @Flag(name: .shortAndLong, help: "Show errors and warnings alone.")
    var quiet = false

    func run(in context: CommandContext) async throws -> ExitCode {
        let kind = try progress.kind(in: context, logging: engine.logging)
        let planned = try await launch.plan(in: context, detach: detach)
        return try await engine.withSession(in: context) { session in
            let project = Project(
                name: planned.name, engine: session.client,
                runtime: context.runtime(on: session, hooks: planned.hooks, variables: planned.variables),
                journal: context.journal)
            let reporter = ProgressReporter(
                context: context, isQuiet: quiet, kind: kind,
                agents: planned.agents.map(\.displayName))
            let failures = Mutable<[any Error]>([])
            func up(_ observer: ProjectObserver) async throws -> [AgentReport] {
                let result = try await reporter.during {
                    try await project.up(
                        planned.agents, agents: Set(planned.names), options: converge.options(), observer: observer)
                }
                try await show(orphans: result.orphans, in: context)
                failures.value = result.failures
                return result.reports
            }
            guard !detach else {
                try await show(try await up(reporter.observer()), in: context)
                if let error = RunFailures.joining(failures.value) { throw error }
                return .success
            }
            let foreground = Foreground(
                context: context, session: session, project: project,
                stopTimeout: planned.agents.map(\.options.stopTimeout).max() ?? .seconds(10),
                agents: planned.agents.map {
                    LogOrigin(agent: $0.agent, replica: $0.options.identity.replica, name: $0.displayName)
                }, bearsFailures: converge.onFailure == .keep)
            let code = try await foreground.run { try await up(reporter.observer(started: $0)) }
            if let error = RunFailures.joining(failures.value) { throw error }
            return code
        }
    }

    private func show(orphans: [String], in context: CommandContext) async throws {
        guard !orphans.isEmpty, !quiet else { return }
        try await context.messages.line(
            TerminalText.line(
                "note: no manifest has the agents of \(orphans.joined(separator: ", ")); --remove-orphans removes them")
        )
    }

    private func show(_ reports: [AgentReport], in context: CommandContext) async throws {
        guard output.format == .text else { return try await context.output.document(reports) }
        for report in reports { try await context.output.line(TerminalText.line(text(report))) }
        let isNew = reports.contains { $0.outcome != .unchanged }
        if !isNew, !quiet { try await context.messages.line("nothing to do: everything runs as it is wanted") }
    }

    private func text(_ report: AgentReport) -> String {
        let outcome =
            switch report.outcome {
            case .started: "ready"
            case .recreated: "ready again"
            case .unchanged, .removed, .failed, .skipped: report.outcome.rawValue
            }
        let ports = report.container?.ports.map(\.description).joined(separator: ", ") ?? ""
        let reason = report.outcome == .failed || report.outcome == .skipped ? report.reason : nil
        return [report.displayName, outcome, report.container?.name ?? "", ports, reason ?? ""].filter { !$0.isEmpty }
            .joined(separator: "  ")
    }
}
