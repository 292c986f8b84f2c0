import ArgumentParser

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
}
