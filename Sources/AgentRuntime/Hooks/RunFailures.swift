public import Diagnostics

/// Several failures of one run, the first to happen first.
public struct RunFailures: ReportableError {
    /// The failures, at least one.
    public var errors: [any Error]

    /// Joins failures.
    public init(errors: [any Error]) { self.errors = errors }

    /// The only one of several failures, or all of them joined; nil when there is none.
    public static func joining(_ errors: [any Error]) -> (any Error)? {
        errors.count > 1 ? RunFailures(errors: errors) : errors.first
    }

    /// `run.failures`.
    public var reportCode: String { "run.failures" }
    /// The first failure in its own words.
    public var summary: String {
        switch errors.first {
        case let error as any ReportableError: error.summary
        case is CancellationError: "interrupted, and not everything could be undone"
        case let error?: "\(error)"
        case nil: "failed"
        }
    }
    /// All of them.
    public var underlying: [any Error] { errors }
    /// That of the first failure.
    public var exitCode: ExitCode { errors.first.map(ErrorRenderer.exitCode) ?? .failure }
}
