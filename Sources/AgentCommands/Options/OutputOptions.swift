import ArgumentParser

/// `--output`.
struct OutputOptions: ParsableArguments {
    @Option(name: .customLong("output"), help: ArgumentHelp("Print results as text or json.", valueName: "format"))
    var format = OutputFormat.text
}
