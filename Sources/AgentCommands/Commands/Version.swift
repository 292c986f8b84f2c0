import ArgumentParser
import Diagnostics
import EngineAPI

/// `aac-runtime version`: what this program is, and which engine it would use.
struct VersionCommand: AgentCommand {
    static let configuration = CommandConfiguration(
        commandName: "version",
        abstract: "Show the version of this program and of the engine.",
        discussion: """
            Without an engine the version of this program is shown alone, and the exit status is 0 still.

            Examples:
              aac-runtime version
              aac-runtime version --output json
            """)

    @OptionGroup var engine: EngineOptions
    @OptionGroup var output: OutputOptions
    var outputFormat: OutputFormat { output.format }

    private struct Result: Encodable {
        struct Engine: Encodable {
            var address: String
            var apiVersion: String
            var kind: String
            var version: String?
        }
        var engine: Engine?
        var version: String
    }

    func run(in context: CommandContext) async throws -> ExitCode {
        var found: Result.Engine?
        do {
            found = try await engine.withSession(in: context, startsEmbedded: false) { session in
                let client = session.engine.client
                return Result.Engine(
                    address: "\(client.address)", apiVersion: "\(client.apiVersion)", kind: "\(client.kind)",
                    version: client.serverVersion)
            }
        } catch let error as EngineError where error.exitCode == .engineUnavailable {
            found = nil
        }
        switch output.format {
        case .json: try await context.output.document(Result(engine: found, version: AgentCommandLine.version))
        case .text:
            var lines = [VersionText.short]
            if let found {
                let name = "\(found.kind) \(found.version ?? "")"
                lines.append(TerminalText.line("\(name) (API \(found.apiVersion)) at \(found.address)"))
            }
            try await context.output.line(lines.joined(separator: "\n"))
        }
        return .success
    }
}
