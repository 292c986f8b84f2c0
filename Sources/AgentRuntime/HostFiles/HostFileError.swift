package import Diagnostics
import Glibc

/// A file or folder of ours on this host cannot be used.
package struct HostFileError: ReportableError {
    var path: String
    var reason: String
    /// The system's number for it, where it has one.
    package var number: Int32?

    package init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }

    package init(path: String, number: Int32) {
        self.init(path: path, reason: number == ELOOP ? "it is a link" : String(cString: strerror(number)))
        self.number = number
    }

    package var reportCode: String { "host.files" }
    package var summary: String { "cannot use '\(path)' for our files: \(reason)" }
    package var hint: String? {
        number == nil || number == ELOOP || number == ENOTDIR
            ? "see who made it, and remove it; without root, XDG_RUNTIME_DIR says where our folder is" : nil
    }
    package var exitCode: ExitCode { .inputOutput }
}
