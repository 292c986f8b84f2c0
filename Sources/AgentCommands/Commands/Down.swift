import AgentOrchestrator
import AgentRuntime
import ArgumentParser
import Diagnostics

/// `aac-runtime down`: stop and remove what `up` created.
struct DownCommand: AgentCommand {
    static let configuration = CommandConfiguration(
        commandName: "down",
        abstract: "Stop and remove the project's agents and networks.",
        discussion: """
            Everything is found by its labels, also what an interrupted command left behind. Named volumes hold data and stay, \
            unless --volumes is given. A project without anything is no error. The preStop and postStop hooks of the manifest are \
            called; one that fails is reported, and keeps nothing from being removed. Ctrl-C kills agents that take their time to stop.

            Examples:
              aac-runtime down
              aac-runtime down hello --timeout 2s
              aac-runtime down --volumes --project shop
            """)

    @Argument(help: ArgumentHelp("Only these agents.", valueName: "agent"))
    var agents: [AgentReference] = []

    @OptionGroup var scope: ScopeOptions
    @OptionGroup var engine: EngineOptions
    @OptionGroup var output: OutputOptions
    var outputFormat: OutputFormat { output.format }

    @Flag(name: .shortAndLong, help: "Remove named volumes and their data too.")
    var volumes = false

    @Flag(help: "Remove agents too that are in no manifest, which is so anyway.")
    var removeOrphans = false

    @Option(name: .shortAndLong, help: ArgumentHelp("From SIGTERM to SIGKILL; 10s unless given.", valueName: "time"))
    var timeout: DurationArgument?

    func validate() throws {
        if let reference = agents.first(where: { $0.replica != nil }) {
            throw ValidationError("down removes all replicas of an agent; name it '\(reference.agent)'")
        }
        if volumes, !agents.isEmpty {
            throw ValidationError("--volumes is for the whole project, and cannot be used with agents")
        }
    }

    func run(in context: CommandContext) async throws -> ExitCode {
        let context = context.stopping
        let name = try scope.projectName(in: context)
        let hooks = try await scope.hooks(in: context)
        let (report, hookFailure) = try await engine.withSession(in: context) { session in
            try await scope.project.checkFolder(files: scope.files, on: session, in: context)
            if !agents.isEmpty {
                _ = try await session.host.agents(of: name).containers(agents)
            }
            let project = context.host(on: session, hooks: hooks).project(name)
            let reporter = ProgressReporter(context: context, isQuiet: false)
            return try await reporter.during {
                try await project.down(
                    agents: Set(agents.map(\.agent)), removesVolumes: volumes, stopTimeout: timeout?.duration,
                    observer: reporter.observer())
            }
        }
        if output.format == .text {
            try await show(report, of: name, in: context)
        } else {
            try await context.output.document(report)
        }
        if let hookFailure { throw hookFailure }
        return .success
    }

    private func show(_ report: DownReport, of name: String, in context: CommandContext) async throws {
        let removed =
            report.containers.map { "removed container \($0)" } + report.networks.map { "removed network \($0)" }
            + report.volumes.map { "removed volume \($0)" }
            + (report.leftoverFiles ? ["removed the files of an earlier run that did not end well"] : [])
        for line in removed { try await context.output.line(TerminalText.line(line)) }
        if removed.isEmpty { try await context.messages.line("project '\(name)' has nothing to remove") }
        for volume in report.keptVolumes {
            try await context.messages.line(TerminalText.line("kept volume \(volume); --volumes removes it"))
        }
    }
}
