import AgentOrchestrator
import AgentRuntime
import ArgumentParser
import Diagnostics

/// `aac-runtime watch`: agents that follow their sources.
struct WatchCommand: AgentCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Start agents, and rebuild or sync them when their sources change.",
        discussion: """
            Brings the project up as `up` does, shows what the agents print, and watches the folders that they are built from, \
            their Dockerfiles, the manifests and the files with variables. What .dockerignore names does not count.

            Changed sources of an agent that is built without a Dockerfile and without a compiler (python, nodejs) are put into \
            its containers, and its command is started again. Everything else is built anew, and so are agents with a read-only \
            file system and those whose list of packages changed. After a failure what ran before runs again, where it was \
            replaced, and the next change is waited for.

            Ctrl-C stops and removes the agents; with --keep it leaves them running. The next `up` builds what was only synced.

            Examples:
              aac-runtime watch
              aac-runtime watch --no-logs -f images/hello/agent.yaml
              aac-runtime watch --keep --no-sync --output json | jq -r .event
            """)

    @OptionGroup var launch: LaunchOptions
    @OptionGroup var converge: ConvergeOptions
    @OptionGroup var engine: EngineOptions
    @OptionGroup var progress: ProgressOptions
    @OptionGroup var output: OutputOptions
    var outputFormat: OutputFormat { output.format }

    @Flag(help: "Build for every change of sources, and put no files into running containers.")
    var noSync = false

    @Flag(help: "Leave the agents running at the end.")
    var keep = false

    @Flag(help: "Do not show what the agents print.")
    var noLogs = false

    @Flag(name: .shortAndLong, help: "Show errors and warnings alone.")
    var quiet = false

    func validate() throws {
        if launch.manifests.files.contains("-") {
            throw ValidationError("watch reads manifests again when they change, so they must be files")
        }
    }

    func run(in context: CommandContext) async throws -> ExitCode {
        let kind = try progress.kind(in: context, logging: engine.logging)
        let planned = try await launch.plan(in: context)
        return try await engine.withSession(in: context) { session in
            try await launch.project.checkFolder(files: launch.manifests.files, on: session, in: context)
            let messages = MessageQueue(context.messages)
            let report = WatchReport(context: context, format: output.format, isQuiet: quiet)
            let agents = WatchOutput(
                // Standard output is for results alone.
                context: output.format == .json ? context.sparingOutput : context, session: session, project: planned,
                reconnector: session.host.reconnector { messages.tell($0) }, report: report,
                isPrinting: !quiet && !noLogs)
            let watch = WatchSession(
                context: context, session: session, launch: launch, converge: converge, progress: kind, report: report,
                output: agents, allowsSync: !noSync, planned: planned)
            let result: Result<Void, any Error>
            do { result = .success(try await watch.run()) } catch { result = .failure(error) }
            var removalFailure: (any Error)?
            do { if !keep { try await watch.remove() } } catch { removalFailure = error }
            await agents.end(isHurried: keep)
            await messages.end()
            if let removalFailure { throw removalFailure }
            try result.get()
            return .success
        }
    }
}
