/// The one place where errors and diagnostics become text or JSON.
///
/// Whatever comes from outside (manifests, engines, logs) may carry control characters; they are shown as `\u{1B}`, so
/// no text can steer the terminal.
public struct ErrorRenderer: Sendable {
    /// Whether the text uses ANSI colours.
    public var usesColor: Bool

    /// What to do about an error, in the words of whoever shows it.
    private let advice: @Sendable (any ReportableError) -> String?

    /// Creates a renderer; the caller knows whether its output is a terminal and what `NO_COLOR` says.
    ///
    /// - Parameters:
    ///   - usesColor: whether the text uses ANSI colours.
    ///   - advice: what to do about an error that has no hint of its own, such as which command to use; nothing unless given.
    public init(
        usesColor: Bool = false, advice: @escaping @Sendable (any ReportableError) -> String? = { _ in nil }
    ) {
        self.usesColor = usesColor
        self.advice = advice
    }

    /// The error's own hint, else the advice for it.
    func hint(for error: any ReportableError) -> String? { error.hint ?? advice(error) }

    /// The exit status that fits an error: its own, 130 for a cancellation, else 1.
    public static func exitCode(of error: any Error) -> ExitCode {
        if let error = error as? any ReportableError { return error.exitCode }
        return error is CancellationError ? .interrupted : .failure
    }

    /// One sentence about any error.
    public static func summary(of error: any Error) -> String {
        if let error = error as? any ReportableError { return error.summary }
        return error is CancellationError ? "interrupted" : String(describing: error)
    }

    /// How deep a chain of causes is followed.
    static let deepestCause = 8
}
