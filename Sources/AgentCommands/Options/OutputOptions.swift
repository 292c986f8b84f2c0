import ArgumentParser

/// `--output`.
struct OutputOptions: ParsableArguments {
    @Option(name: .customLong("output"), help: ArgumentHelp("Print results as text or json.", valueName: "format"))
    var format = OutputFormat.text
}

/// `--output` of commands that can write annotations for GitHub Actions, too.
struct AnnotatedOutputOptions: ParsableArguments {
    private enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json, github
    }

    @Option(
        name: .customLong("output"),
        help: ArgumentHelp(
            "Print results as text, json, or github: text with annotations and groups for GitHub Actions.",
            valueName: "format"))
    private var chosen = Format.text

    /// The format; annotations and groups go with text.
    var format: OutputFormat { chosen == .json ? .json : .text }
    /// Whether annotations and groups are wanted.
    var annotates: Bool { chosen == .github }
}
