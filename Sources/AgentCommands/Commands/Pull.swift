import AgentValues
import ArgumentParser
import Diagnostics

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
            let found = try await ImagePull(context: context, session: session).pull(image, isQuiet: quiet, kind)
            if let warning = found.warning {
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
}
