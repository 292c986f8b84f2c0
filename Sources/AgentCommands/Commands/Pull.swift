import AgentRuntime
import AgentValues
import ArgumentParser
import Diagnostics
import EngineAPI

/// `aac-runtime pull`: brings an image to the engine.
struct PullCommand: AgentCommand {
    static let configuration = CommandConfiguration(
        commandName: "pull",
        abstract: "Bring an image from its registry to the engine.",
        discussion: """
            Examples:
              aac-runtime pull python:3.12-slim
              aac-runtime pull --quiet --output json python:3.12-slim
            """)

    @OptionGroup var engine: EngineOptions
    @OptionGroup var progress: ProgressOptions
    @OptionGroup var output: OutputOptions
    var outputFormat: OutputFormat { output.format }

    @Flag(name: .shortAndLong, help: "Show the result alone.")
    var quiet = false

    @Argument(help: "The image, with a tag or a digest; latest when it has neither.")
    var image: String

    private struct Result: Encodable {
        var id: String
        var image: String
        var size: Int64
        var digests: [String]
    }

    func run(in context: CommandContext) async throws -> ExitCode {
        let kind = try progress.kind(in: context, logging: engine.logging)
        return try await engine.withSession(in: context) { session in
            do {
                try await pull(session, kind, in: context)
            } catch var error as EngineError where error.hint == nil && error.exitCode == .failure {
                error.hint = "check the spelling, log in to its registry with 'docker login', or build the image"
                throw error
            }
            let found = try await session.engine.client.images.inspect(image)
            if let warning = found.reservedLabelsWarning {
                try await context.messages.line(TerminalText.line("warning: \(warning)"))
            }
            switch output.format {
            case .text:
                let size = Quantity.approximate(found.size)
                try await context.output.line(TerminalText.line("\(image): \(found.id) (\(size))"))
            case .json:
                try await context.output.document(
                    Result(id: found.id, image: image, size: found.size, digests: found.digests))
            }
            return .success
        }
    }

    private func pull(_ session: EngineSession, _ kind: ProgressKind, in context: CommandContext) async throws {
        let registries = RegistryCredentialStore(environment: context.environment)
        let credentials = try await registries.credentials(for: ImageReference(image))
        let reporter = ProgressReporter(
            context: context, isQuiet: quiet, kind: kind, agents: [image])
        try await reporter.during {
            for try await step in try await session.engine.client.images.pull(image, credentials: credentials) {
                reporter.tell(
                    image,
                    .pulling(
                        image: "", layer: step.layer, status: step.status, done: step.current, total: step.total))
            }
            reporter.tell(image, .done("pulled"))
        }
    }
}
