import ArgumentParser

/// Which project a command is about that needs no manifest, for commands whose `-f` is something else.
struct LongScopeOptions: ParsableArguments {
    @OptionGroup var project: ProjectOptions

    @Option(
        name: .customLong("file"),
        help: ArgumentHelp(
            "Take the project's name from the folder of the first manifest; repeatable.", valueName: "file"),
        completion: .file(extensions: ["yaml", "yml"]))
    var files: [String] = []

    /// The project.
    func projectName(in context: CommandContext) throws -> String {
        try project.name(in: context, files: files)
    }
}
