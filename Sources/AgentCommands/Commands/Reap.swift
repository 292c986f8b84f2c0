import AgentOrchestrator
import AgentValues
import ArgumentParser
import Diagnostics

/// `aac-runtime reap`: remove agents whose time is over.
struct ReapCommand: AgentCommand {
    static let configuration = CommandConfiguration(
        commandName: "reap",
        abstract: "Remove agents whose time is over.",
        discussion: """
            The agents of all projects whose lifetime (--ttl, or spec.lifetime) is over are stopped and removed, with their files and \
            secrets, and then their project's network when nobody is on it. Every other command does the same before its own work; \
            this one is for a timer, or with --watch for a service: it goes on, waits until the next agent's time is over, and \
            outlives restarts of the engine. Hooks that a manifest names are not called, since nobody knows the manifest.

            Examples:
              aac-runtime reap
              aac-runtime reap --dry-run
              aac-runtime reap --watch --output json
            """)

    @OptionGroup var engine: EngineOptions
    @OptionGroup var output: OutputOptions
    var outputFormat: OutputFormat { output.format }

    @Flag(help: "Go on, and remove each agent when its time is over.")
    var watch = false

    @Flag(help: "Show what would be removed, and remove nothing.")
    var dryRun = false

    private struct Result: Encodable {
        var containers: [ReapReport.Container]
        var networks: [String]
        var next: EngineTime?
    }

    private struct Removal: Encodable {
        var container: ReapReport.Container?
        var network: String?
    }

    func validate() throws {
        if watch, dryRun { throw ValidationError("--watch and --dry-run exclude each other") }
    }

    func run(in context: CommandContext) async throws -> ExitCode {
        try await engine.withSession(in: context, reaps: false) { session in
            let reaper = Reaper(session.host)
            if watch {
                try await self.watch(reaper, in: context)
            } else {
                try await show(dryRun ? try await reaper.find() : try await reaper.reap(), in: context)
            }
            return .success
        }
    }

    private func show(_ report: ReapReport, in context: CommandContext) async throws {
        if output.format == .json {
            let result = Result(containers: report.containers, networks: report.networks, next: report.next)
            try await context.output.document(result)
        } else {
            for line in lines(about: report) { try await context.output.line(line) }
            if report.isEmpty, report.failures.isEmpty, report.busy.isEmpty {
                try await context.messages.line(note(report.next))
            }
        }
        for project in report.busy {
            try await context.messages.line(
                TerminalText.line(
                    "project '\(project)' is being changed by another command; it is left for the next time"))
        }
        if let first = report.failures.first {
            throw CommandError(
                .partialFailure, "not everything whose time is over could be removed", hint: "run the command again",
                underlying: report.failures.count > 1 ? report.failures : [first])
        }
    }

    private func watch(_ reaper: Reaper, in context: CommandContext) async throws {
        let messages = MessageQueue(context.messages)
        messages.tell("removing agents when their time is over, until Ctrl-C")
        do {
            try await reaper.watch(signal: { messages.tell($0) }) { report in
                for failure in report.failures { messages.tell("warning: \(ErrorRenderer.summary(of: failure))") }
                guard output.format == .json else {
                    for line in lines(about: report) { try await context.output.line(line) }
                    return
                }
                for container in report.containers { try await context.output.object(Removal(container: container)) }
                for network in report.networks { try await context.output.object(Removal(network: network)) }
            }
        } catch {
            await messages.end()
            throw error
        }
    }

    private func lines(about report: ReapReport) -> [String] {
        let verb = dryRun ? "would remove" : "removed"
        let lines =
            report.containers.map { "\(verb) container \($0.container): \($0.reason)" }
            + report.networks.map { "\(verb) network \($0)" }
        return lines.map(TerminalText.line)
    }

    private func note(_ next: EngineTime?) -> String {
        guard let next, next > .now else { return "no agent's time is over" }
        return "no agent's time is over; the next one's may be in \((next - .now).age)"
    }
}
