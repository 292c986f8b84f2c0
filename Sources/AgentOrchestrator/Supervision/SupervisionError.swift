public import Diagnostics

/// A supervised agent cannot be kept alive.
public struct SupervisionError: ReportableError {
    /// What kind of failure it is.
    public enum Code: String, Sendable, Hashable {
        /// Restarts did not make the agent healthy.
        case crashLoop = "crash-loop"
        /// The engine went away and did not come back.
        case engineLost = "engine-lost"
    }

    /// What kind of failure it is.
    public var code: Code
    /// What failed.
    public var summary: String
    /// Further lines.
    public var details: [String]
    /// What to do next.
    public var hint: String?
    /// The errors behind this one.
    public var underlying: [any Error]

    /// Creates an error.
    public init(
        _ code: Code, _ summary: String, details: [String] = [], hint: String? = nil, underlying: [any Error] = []
    ) {
        self.code = code
        self.summary = summary
        self.details = details
        self.hint = hint
        self.underlying = underlying
    }

    /// `supervision.` and the code.
    public var reportCode: String { "supervision.\(code.rawValue)" }

    /// 1 for a crash loop, 69 without an engine.
    public var exitCode: ExitCode {
        switch code {
        case .crashLoop: .failure
        case .engineLost: .engineUnavailable
        }
    }
}
