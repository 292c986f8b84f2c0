public import Diagnostics

/// The machine lacks something that tests on real engines need.
public struct TestEngineError: ReportableError {
    /// What is missing.
    public var summary: String

    /// Creates an error.
    public init(_ summary: String) { self.summary = summary }

    /// `test-engine.unusable`.
    public var reportCode: String { "test-engine.unusable" }
}
