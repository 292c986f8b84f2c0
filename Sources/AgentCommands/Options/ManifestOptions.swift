import AgentManifest
import ArgumentParser
import Diagnostics

/// Which manifests a command reads, and how.
struct ManifestOptions: ParsableArguments {
    @Option(
        name: [.customShort("f"), .customLong("file")],
        help: ArgumentHelp(
            "A manifest, a folder with one, or - for standard input; repeatable. Default: agent.yaml, agent.yml.",
            valueName: "file"), completion: .file(extensions: ["yaml", "yml"]))
    var files: [String] = []

    @Option(
        help: ArgumentHelp(
            "Values for ${NAME} and secrets, as NAME=VALUE lines; repeatable, the last one wins.", valueName: "file"),
        completion: .file())
    var envFile: [String] = []

    @Flag(help: "Treat unknown keys in manifests as mistakes.")
    var strict = false

    @Option(
        help: ArgumentHelp(
            "A folder of runtime definitions, besides the built-in ones; else AAC_RUNTIMES.", valueName: "folder"),
        completion: .directory)
    var runtimes: String?

    /// The folder of runtime definitions; nil for the built-in ones alone.
    func runtimesFolder(in context: CommandContext) -> String? { runtimes ?? context.environment("AAC_RUNTIMES") }

    /// Reads the manifests.
    ///
    /// - Parameter knownRuntimes: the names of custom runtimes.
    /// - Throws: `DiagnosticsError` with every mistake of all files, or `ManifestError`.
    func load(in context: CommandContext, knownRuntimes: Set<String> = []) async throws -> [LoadedManifest] {
        // Read here, so that Ctrl-C ends the wait for somebody's typing.
        var input: [UInt8] = []
        if files.contains("-") {
            for try await piece in InputStream(descriptor: context.terminal.descriptor) {
                input += piece
                if input.count > Self.longestInput { break }
            }
        }
        let standardInput = input
        let loader = ManifestLoader(
            environment: context.environment, environmentFiles: envFile, isStrict: strict, knownRuntimes: knownRuntimes)
        return try await MainActor.run {
            try loader.load(paths: files, currentDirectory: ProjectName.currentFolder) { standardInput }
        }
    }

    /// Shows warnings on standard error.
    func show(_ warnings: [Diagnostic], in context: CommandContext) async throws {
        guard !warnings.isEmpty else { return }
        let renderer = context.renderer
        try await context.messages.line(renderer.text(for: warnings))
        try await context.annotations?.write(warnings)
    }

    /// How much is read: more than a manifest may have, so that the loader refuses a longer one.
    private static let longestInput = 2 << 20
}
