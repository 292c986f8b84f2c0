/// Calls that a profile leaves out, and why.
public struct SeccompRefusal: Sendable, Hashable, Codable {
    /// Why: one sentence, lower case, without a full stop.
    public var reason: String
    /// The calls' names.
    public var syscalls: [String]

    /// Calls that are left out for a reason.
    public init(reason: String, syscalls: [String]) {
        self.reason = reason
        self.syscalls = syscalls
    }

    /// Calls in one string, with blanks between them.
    init(_ reason: String, _ calls: String) {
        self.init(reason: reason, syscalls: calls.split(whereSeparator: \.isWhitespace).map(String.init))
    }
}
