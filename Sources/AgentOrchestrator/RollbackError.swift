public import Diagnostics

/// A project did not come up, and taking back what was created failed too.
public struct RollbackError: ReportableError {
    /// Why it did not come up.
    public var cause: any Error
    /// Why something is left.
    public var cleanUp: any Error
    /// The project's name.
    public var project: String

    /// `project.rollback`.
    public var reportCode: String { "project.rollback" }
    /// What is left.
    public var summary: String { "the project '\(project)' did not come up, and not everything could be removed" }
    /// How to remove it.
    public var hint: String? { "'aac-runtime down --project \(project)' removes what is left" }
    /// Both reasons.
    public var underlying: [any Error] { [cause, cleanUp] }
    /// The exit code of the first reason.
    public var exitCode: ExitCode { ErrorRenderer.exitCode(of: cause) }
}
