import AgentManifest
import AgentRuntime
import ArgumentParser
import Diagnostics

/// `aac-runtime validate`: all mistakes and warnings of manifests.
struct ValidateCommand: AgentCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Check manifests and show every mistake and warning.",
        discussion: """
            Nothing is built or started, and no engine is asked. Exit status: 0 when all are valid (warnings may be \
            shown), 65 when one is not, 74 when one cannot be read.

            Examples:
              aac-runtime validate
              aac-runtime validate --strict -f images/hello -f other/agent.yaml
              aac-runtime validate --output github
              generate-manifest | aac-runtime validate -f - --output json
            """)

    @OptionGroup var manifests: ManifestOptions
    @OptionGroup var output: AnnotatedOutputOptions
    var outputFormat: OutputFormat { output.format }
    var annotates: Bool { output.annotates }

    private struct Result: Encodable {
        var agents: [Agent]?
        var diagnostics: [Diagnostic]
        var valid: Bool
    }

    private struct Agent: Encodable {
        var file: String
        var name: String
    }

    func run(in context: CommandContext) async throws -> ExitCode {
        let context = context.annotating(output.annotates)
        let loaded: [LoadedManifest]
        do {
            let catalog = try RuntimeCatalog(folder: manifests.runtimesFolder(in: context))
            loaded = try await manifests.load(in: context, knownRuntimes: Set(catalog.names))
        } catch let error as DiagnosticsError where output.format == .json {
            // Here the mistakes are the result.
            try await context.output.document(Result(diagnostics: error.diagnostics, valid: false))
            return error.exitCode
        }
        let warnings = loaded.flatMap(\.warnings)
        guard output.format == .text else {
            let agents = loaded.map { Agent(file: $0.file, name: $0.manifest.name) }
            try await context.output.document(Result(agents: agents, diagnostics: warnings, valid: true))
            return .success
        }
        try await manifests.show(warnings, in: context)
        let lines = loaded.map { manifest in
            let count = manifest.warnings.count
            let suffix = count == 0 ? "" : count == 1 ? ", 1 warning" : ", \(count) warnings"
            return TerminalText.line("\(manifest.file): agent '\(manifest.manifest.name)' is valid\(suffix)") + "\n"
        }
        try await context.output.write(lines.joined())
        return .success
    }
}
