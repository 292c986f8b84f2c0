public import Diagnostics

/// A system call of a ``RawServer`` failed, or its peer went away while a script still expected bytes.
public struct RawServerError: ReportableError {
    /// What was tried, such as `bind`.
    public var operation: String
    /// The system's error number; 0 when the peer closed, or the server was stopped.
    public var errno: Int32

    /// `raw-server.failed`.
    public var reportCode: String { "raw-server.failed" }
    /// What was tried and how it ended.
    public var summary: String { errno == 0 ? "\(operation): the peer is gone" : "\(operation): error \(errno)" }
}
