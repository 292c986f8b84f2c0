import AgentManifest
import AgentOrchestrator
import AgentRuntime
import ArgumentParser
import Diagnostics

/// `aac-runtime validate`: all mistakes and warnings of manifests.
struct ValidateCommand: AgentCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Check manifests and show every mistake and warning.",
        discussion: """
            Nothing is built or started, and no engine is asked: what `plan` would refuse is said here too. What needs a permission \
            of the command line, such as --allow-privileged, is a warning. Exit status: 0 when all are valid (warnings may be shown), \
            65 when one is not, 74 when one cannot be read.

            Examples:
              aac-runtime validate
              aac-runtime validate --strict images/hello other/agent.yaml
              aac-runtime validate --output github
              generate-manifest | aac-runtime validate -f - --output json
            """)

    @Argument(
        help: ArgumentHelp("More manifests, as with --file.", valueName: "file"),
        completion: .file(extensions: ["yaml", "yml"]))
    var paths: [String] = []

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
        var manifests = manifests
        manifests.files += paths
        let loaded: [LoadedManifest]
        var warnings: [Diagnostic]
        do {
            let catalog = try RuntimeCatalog(folder: manifests.runtimesFolder(in: context))
            loaded = try await manifests.load(in: context, knownRuntimes: Set(catalog.names))
            warnings = loaded.flatMap(\.warnings)
            warnings += try await plan(loaded, catalog, in: context)
        } catch let error as DiagnosticsError where output.format == .json {
            // Here the mistakes are the result.
            try await context.output.document(Result(diagnostics: error.diagnostics, valid: false))
            return error.exitCode
        }
        guard output.format == .text else {
            let agents = loaded.map { Agent(file: $0.file, name: $0.manifest.name) }
            try await context.output.document(Result(agents: agents, diagnostics: warnings, valid: true))
            return .success
        }
        try await manifests.show(warnings, in: context)
        let lines = loaded.map { manifest in
            let count = warnings.count { $0.position?.file == manifest.file }
            let suffix = count == 0 ? "" : count == 1 ? ", 1 warning" : ", \(count) warnings"
            return TerminalText.line("\(manifest.file): agent '\(manifest.manifest.name)' is valid\(suffix)") + "\n"
        }
        try await context.output.write(lines.joined())
        return .success
    }

    /// What `plan` would say: its warnings, and what it would refuse without a permission.
    ///
    /// - Throws: `DiagnosticsError` with the mistakes of all manifests.
    private func plan(
        _ loaded: [LoadedManifest], _ catalog: RuntimeCatalog, in context: CommandContext
    ) async throws -> [Diagnostic] {
        // Mistakes do not depend on the project's name.
        var flags = PlanFlags(project: "project")
        flags.allowsPrivileged = true
        let planner = ProjectPlanner(catalog: catalog, flags: flags, hooks: context.extensions.namedHooks)
        do {
            let plans = try await MainActor.run { try planner.plan(loaded) }
            return plans.filter { $0.options.identity.replica == 1 }.flatMap(\.warnings)
        } catch let error as DiagnosticsError where error.exitCode == .denied {
            return error.diagnostics.map { diagnostic in
                var warning = diagnostic
                warning.severity = .warning
                return warning
            }
        }
    }
}
