import AgentManifest
import AgentRuntime
import ArgumentParser
import Diagnostics

/// Which project a command is about that needs no manifest: `--project`, or the folder of `--file`.
struct ScopeOptions: ParsableArguments {
    @OptionGroup var project: ProjectOptions

    @Option(
        name: [.customShort("f"), .customLong("file")],
        help: ArgumentHelp(
            "Take the project's name from the folder of the first manifest, and the hooks from all; repeatable.",
            valueName: "file"),
        completion: .file(extensions: ["yaml", "yml"]))
    var files: [String] = []

    /// The project.
    func projectName(in context: CommandContext) throws -> String {
        try project.name(in: context, files: files)
    }

    /// The hooks that the manifest names, by agent, for commands that stop agents: that of `--file`, else that of the current
    /// folder. A manifest that cannot be used keeps nobody from stopping an agent; the user is told.
    func hooks(in context: CommandContext) async throws -> [String: [any RunHook]] {
        let folder = ProjectName.currentFolder
        do {
            let loader = ManifestLoader(
                environment: context.environment,
                knownRuntimes: Set(try RuntimeCatalog(folder: context.environment("AAC_RUNTIMES")).names))
            let loaded = try await MainActor.run { try loader.load(paths: files, currentDirectory: folder) { [] } }
            return Dictionary(
                try loaded.map { ($0.manifest.name, try context.extensions.namedHooks.hooks(declaredBy: $0).hooks) }
            ) { first, _ in first }
        } catch let error as ManifestError where files.isEmpty && error.code == .notFound {
            return [:]
        } catch let error as any ReportableError {
            try await context.messages.line(
                TerminalText.line("warning: no hooks of the manifest are called: \(error.summary)"))
            return [:]
        }
    }
}
