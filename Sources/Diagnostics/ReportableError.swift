/// An error that knows how to end the user's search: what failed, where, why, and what to do.
///
/// Every error type of this package conforms. ``ErrorRenderer`` is the one place that turns it into text or JSON.
public protocol ReportableError: Error, CustomStringConvertible {
    /// A stable name for this kind of failure, such as `engine.conflict`.
    var reportCode: String { get }
    /// One sentence, lower case, without a full stop: what failed, on which object and step.
    var summary: String { get }
    /// Further lines: the engine's own words, the last lines of a log, what was tried.
    var details: [String] { get }
    /// What to do next, or nil where there is nothing to say.
    var hint: String? { get }
    /// The exit status of a command that ends with this error.
    var exitCode: ExitCode { get }
    /// The errors behind this one, the first to happen first.
    var underlying: [any Error] { get }
}

extension ReportableError {
    /// No further lines.
    public var details: [String] { [] }
    /// No hint.
    public var hint: String? { nil }
    /// 1.
    public var exitCode: ExitCode { .failure }
    /// No error behind this one.
    public var underlying: [any Error] { [] }
    /// The summary, so that string interpolation of an error reads well.
    public var description: String { summary }
}
