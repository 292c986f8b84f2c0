import AgentManifest
import AgentOrchestrator
import AgentRuntime
import ArgumentParser
import Diagnostics
import SystemPackage

/// `aac-runtime test`: bring a project up, test it, and take it down.
struct TestCommand: AgentCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Bring a project up, run a command against it, and take it down again.",
        discussion: """
            The command after -- runs on this host, with AAC_PROJECT, AAC_ENGINE and, for each agent with published ports, \
            AAC_URL_<AGENT> and AAC_PORT_<AGENT> in its environment. Without a command, spec.test of each manifest runs in its own \
            agent; without that either, the test is that all agents become ready. The project has a name of its own unless \
            --project gives it one, so that tests can run side by side, and it is always taken down, with its volumes and images \
            where the name is its own.

            --report writes junit.xml, report.json, test.log and logs/AGENT.log, without the values of secrets. The exit status is \
            the command's own; 124 when its time is up; else as for 'up'.

            Examples:
              aac-runtime test -- sh -c 'curl -fsS "$AAC_URL_HELLO/health"'
              aac-runtime test --report report --timeout 5m -- env
              aac-runtime test --report report --output github
            """)

    @OptionGroup var launch: LaunchOptions
    @OptionGroup var engine: EngineOptions
    @OptionGroup var progress: ProgressOptions
    @OptionGroup var output: AnnotatedOutputOptions
    var outputFormat: OutputFormat { output.format }
    var annotates: Bool { output.annotates }

    @Option(
        help: ArgumentHelp("Write the results and all logs to this folder.", valueName: "folder"),
        completion: .directory)
    var report: String?

    @Option(
        help: ArgumentHelp(
            "How long the command may take; what spec.test says, else 10m, unless given.", valueName: "time"))
    var timeout: DurationArgument?

    @Option(
        help: ArgumentHelp(
            "How many agents are built, and created and started, at the same time; 6 unless given.", valueName: "number"
        ))
    var parallel: Int?

    @Argument(parsing: .postTerminator, help: ArgumentHelp("The command and its arguments.", valueName: "command"))
    var command: [String] = []

    func validate() throws {
        if let parallel, parallel < 1 { throw ValidationError("--parallel must be at least 1") }
    }

    func run(in context: CommandContext) async throws -> ExitCode {
        let context = context.annotating(output.annotates)
        let kind = try progress.kind(in: context, logging: engine.logging)
        var launch = launch
        let ownsProject = launch.project.project == nil
        if ownsProject { launch.project.project = try Self.uniqueName(launch, in: context) }
        let planned = try await launch.plan(in: context, detach: true)
        let folder = try report.map { try ReportFolder($0) }
        let (result, error) = try await engine.withSession(in: context) { session in
            try await TestRun(
                context: context, session: session, planned: planned, command: command,
                timeLimit: timeout?.duration, options: UpOptions(parallel: parallel, onFailure: .keep), folder: folder,
                ownsProject: ownsProject, progress: kind, format: output.format
            ).run()
        }
        try await Task { try await show(result, folder, in: context) }.value
        if let error { throw error }
        return ExitCode(rawValue: result.exitStatus)
    }

    private func show(_ result: TestReport, _ folder: ReportFolder?, in context: CommandContext) async throws {
        if output.format == .json { return try await context.output.document(result) }
        for item in result.cases where item.outcome == .failed && item.kind == .command && item.exitStatus != nil {
            let text = "the test failed: \(item.message ?? ""): \(item.name)"
            try await context.messages.line(TerminalText.line(text))
            if context.annotations != nil {
                let command = WorkflowCommand(name: "error", properties: [("title", "aac-runtime test")], message: text)
                try await context.messages.line(command.text)
            }
        }
        let counts = [("passed", TestReport.Case.Outcome.passed), ("failed", .failed), ("skipped", .skipped)].compactMap
        {
            name, outcome in
            let count = result.cases.count { $0.outcome == outcome }
            return count == 0 ? nil : "\(count) \(name)"
        }
        let place = folder.map { "; the report is in \($0.path)" } ?? ""
        try await context.messages.line(TerminalText.line("test: \(counts.joined(separator: ", "))\(place)"))
    }

    /// A name for a project that no other test has: the one that it would have with `up`, and a few random digits.
    private static func uniqueName(_ launch: LaunchOptions, in context: CommandContext) throws -> String {
        let base = try launch.project.name(in: context, files: launch.manifests.files)
        let digits = String(UInt32.random(in: 0x1000_0000 ... .max), radix: 16)
        return (AgentName.nearest(to: String(base.prefix(48))) ?? base) + "-test-" + digits
    }
}
