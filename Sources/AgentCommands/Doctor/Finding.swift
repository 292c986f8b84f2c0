/// One line of `doctor`: what was looked at, and how it is.
struct Finding: Sendable, Hashable, Encodable {
    /// How it is.
    enum Status: String, Sendable, Hashable, Encodable, CaseIterable {
        /// As it should be.
        case ok
        /// Something works less well or less safely than it could.
        case warn
        /// Something does not work.
        case fail
    }

    /// What was looked at, such as `memory limit`.
    var check: String
    /// How it is.
    var status: Status
    /// What was found, in one line.
    var summary: String
    /// Further lines, such as what was tried.
    var details: [String]
    /// What to do about it.
    var remedy: String?

    /// As it should be.
    static func ok(_ check: String, _ summary: String, details: [String] = []) -> Finding {
        Finding(check: check, status: .ok, summary: summary, details: details, remedy: nil)
    }

    /// Less good than it could be.
    static func warn(_ check: String, _ summary: String, remedy: String?) -> Finding {
        Finding(check: check, status: .warn, summary: summary, details: [], remedy: remedy)
    }

    /// Broken.
    static func fail(_ check: String, _ summary: String, details: [String] = [], remedy: String?) -> Finding {
        Finding(check: check, status: .fail, summary: summary, details: details, remedy: remedy)
    }
}
