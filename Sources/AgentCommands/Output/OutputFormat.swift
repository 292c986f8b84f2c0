import ArgumentParser

/// How results are printed.
enum OutputFormat: String, Sendable, CaseIterable, ExpressibleByArgument {
    /// For people.
    case text
    /// One JSON document; for streams, one JSON object a line.
    case json

    /// The format that a command line asks for, also one that could not be parsed.
    init(rawArguments: [String]) {
        self = .text
        let own = rawArguments.prefix { $0 != "--" }
        for (index, argument) in own.enumerated() {
            if argument == "--output=json" || (argument == "--output" && own.dropFirst(index + 1).first == "json") {
                self = .json
            }
        }
    }
}
