import ArgumentParser
import Logging

/// `--log-level` and `--verbose`: what the libraries write to standard error about their work; nothing unless asked for.
struct LoggingOptions: ParsableArguments {
    @Flag(help: "Show each call to the engine; the same as --log-level trace.")
    var verbose = false

    @Option(help: ArgumentHelp("Log to standard error: trace, debug, info, warning or error.", valueName: "level"))
    var logLevel: LogLevel?

    /// A logger of that level; nil when nothing shall be logged.
    var logger: Logger? {
        guard let level = logLevel?.level ?? (verbose ? .trace : nil) else { return nil }
        var logger = Logger(label: "aac-runtime") { _ in MessageLog() }
        logger.logLevel = level
        return logger
    }
}

/// A level of the log, as an argument.
struct LogLevel: ExpressibleByArgument, Sendable {
    /// The level.
    var level: Logger.Level

    init?(argument: String) {
        guard let level = Logger.Level(rawValue: argument.lowercased()) else { return nil }
        self.level = level
    }

    static var allValueStrings: [String] { Logger.Level.allCases.map(\.rawValue) }
    static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }
}
