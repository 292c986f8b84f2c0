import Diagnostics
import Glibc
import SystemPackage

/// Standard output or standard error cannot be written.
struct OutputError: ReportableError {
    /// Why.
    var reason: Errno

    /// Whether the reader closed its end, which is no mistake of anybody.
    var readerIsGone: Bool { reason == .brokenPipe || reason == .connectionReset }

    var reportCode: String { "command.output" }
    var summary: String { "cannot write the output: \(reason)" }
    var exitCode: ExitCode { .inputOutput }
}
