import AgentOrchestrator
import AgentRuntime
import ArgumentParser
import Diagnostics

/// `aac-runtime build`: the images of agents.
struct BuildCommand: AgentCommand {
    static let configuration = CommandConfiguration(
        commandName: "build",
        abstract: "Build the images of agents.",
        discussion: """
            Agents with spec.image have nothing to build. The engine's output is shown on standard error as it comes.

            Examples:
              aac-runtime build
              aac-runtime build -f images/hello --no-cache
              aac-runtime build --base-image python:3.11-slim --output json
            """)

    @OptionGroup var launch: LaunchOptions
    @OptionGroup var engine: EngineOptions
    @OptionGroup var progress: ProgressOptions
    @OptionGroup var output: OutputOptions
    var outputFormat: OutputFormat { output.format }

    @Flag(name: .shortAndLong, help: "Show errors and warnings alone.")
    var quiet = false

    func run(in context: CommandContext) async throws -> ExitCode {
        let kind = try progress.kind(in: context, logging: engine.logging)
        let planned = try await launch.plan(in: context)
        let builds = planned.agents.compactMap(\.build)
        guard !builds.isEmpty else {
            try await context.messages.line("nothing to build: every agent names its image")
            return .success
        }
        let images = try await engine.withSession(in: context) { session in
            let project = session.host.project(planned.name)
            let reporter = ProgressReporter(
                context: context, isQuiet: quiet, kind: kind,
                agents: builds.map(\.agent), showsBuildOutput: true)
            return try await reporter.during {
                var images: [BuiltImage] = []
                for build in builds { images.append(try await project.build(build, observer: reporter.observer())) }
                return images
            }
        }
        guard output.format == .text else {
            try await context.output.document(images)
            return .success
        }
        for image in images { try await context.output.line(TerminalText.line("\(image.reference)  \(image.id)")) }
        return .success
    }
}
