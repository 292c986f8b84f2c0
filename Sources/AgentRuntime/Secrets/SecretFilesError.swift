import Diagnostics
import Glibc

/// The files of secrets cannot be written or removed.
struct SecretFilesError: ReportableError {
    var folder: String
    var reason: String
    /// The system's number for it, where it has one.
    var number: Int32?

    init(folder: String, reason: String) {
        self.folder = folder
        self.reason = reason
    }

    init(folder: String, errno: Int32) {
        self.init(folder: folder, reason: String(cString: strerror(errno)))
        number = errno
    }

    var reportCode: String { "secret.files" }
    var summary: String { "cannot keep secrets in '\(folder)': \(reason)" }
    var exitCode: ExitCode { .inputOutput }
}
