import AgentOrchestrator
import AgentRuntime
import Diagnostics

/// Brings a project to what its manifests want, and tells of it: what `up`, `scale` and `watch` have in common.
struct Convergence: Sendable {
    let context: CommandContext
    let session: EngineSession
    let planned: PlannedProject
    let options: UpOptions
    let isQuiet: Bool
    /// How it is told meanwhile.
    let progress: ProgressKind
    let format: OutputFormat

    /// The project on the engine.
    var project: Project {
        context.host(on: session, hooks: planned.hooks, variables: planned.variables).project(planned.name)
    }

    /// Brings it there and prints what was done.
    ///
    /// - Throws: also the failures of single agents.
    func runDetached() async throws -> ExitCode {
        let result = try await context.grouped("aac-runtime up: \(planned.name)") { try await run() }
        try await show(result.reports)
        if let error = RunFailures.joining(result.failures) { throw error }
        return .success
    }

    /// Brings it there.
    ///
    /// - Parameters:
    ///   - created: told of each container that is about to start.
    ///   - started: told of each container that runs.
    func run(
        created: @escaping @Sendable (String, ContainerInfo) async throws -> Void = { _, _ in },
        started: @escaping @Sendable (String, ContainerInfo) async throws -> Void = { _, _ in }
    ) async throws -> UpResult {
        let reporter = ProgressReporter(
            context: context, isQuiet: isQuiet, kind: progress, agents: planned.agents.map(\.displayName))
        let result = try await reporter.during {
            try await project.up(
                planned.agents, agents: Set(planned.names), options: options,
                observer: reporter.observer(created: created, started: started))
        }
        if !result.orphans.isEmpty, !isQuiet {
            let names = result.orphans.joined(separator: ", ")
            try await context.messages.line(
                TerminalText.line("note: no manifest has the agents of \(names); --remove-orphans removes them"))
        }
        return result
    }

    private func show(_ reports: [AgentReport]) async throws {
        guard format == .text else { return try await context.output.document(reports) }
        for report in reports { try await context.output.line(TerminalText.line(text(report))) }
        let hasChanges = reports.contains { $0.outcome != .unchanged }
        if !hasChanges, !isQuiet { try await context.messages.line("nothing to do: everything runs as it is wanted") }
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
