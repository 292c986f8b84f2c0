import ArgumentParser

/// `--project`.
struct ProjectOptions: ParsableArguments {
    @Option(
        name: [.customShort("p"), .customLong("project")],
        help: ArgumentHelp(
            "The project's name; else AAC_PROJECT, else the name of the manifest's or the current folder.",
            valueName: "name"), completion: .custom(AgentCompletion.completeProject))
    var project: String?

    /// The project.
    ///
    /// - Parameter files: the manifests given with `-f`, as given; the folder of the first names the project.
    func name(in context: CommandContext, files: [String] = []) throws -> String {
        try Self.name(project, in: context, files: files)
    }

    /// The folder that gives the project its name; nil where the user named it.
    ///
    /// - Parameter project: the value of `--project`.
    static func namingFolder(_ project: String?, in context: CommandContext, files: [String] = []) -> String? {
        project == nil && context.environment("AAC_PROJECT") == nil ? ProjectName.folder(of: files.first) : nil
    }

    /// The project, from the value of `--project` where there is one.
    static func name(_ project: String?, in context: CommandContext, files: [String] = []) throws -> String {
        if let project { return try ProjectName.checked(project, from: "--project") }
        if let project = context.environment("AAC_PROJECT") {
            return try ProjectName.checked(project, from: "AAC_PROJECT")
        }
        return try ProjectName.derived(fromFolder: ProjectName.folder(of: files.first))
    }
}
