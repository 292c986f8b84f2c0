/// Calls that are allowed, or answered otherwise, for one reason.
public struct SeccompGroup: Sendable, Hashable, Codable {
    /// A short name, unique in its profile, such as `memory`.
    public var name: String
    /// Why: one sentence, lower case, without a full stop.
    public var reason: String
    /// The calls' names, as the kernel has them.
    public var syscalls: [String]
    /// What the filter does with them.
    public var action: SeccompAction
    /// When: any of these lists of conditions, of which all must hold. Empty means always.
    public var alternatives: [[SeccompCondition]]
    /// Whether the names are those of several architectures and kernels, so that one may lack some.
    public var isPortable = false

    /// A group of calls, allowed whatever their arguments unless said otherwise.
    public init(
        name: String, reason: String, syscalls: [String], action: SeccompAction = .allow,
        alternatives: [[SeccompCondition]] = []
    ) {
        self.name = name
        self.reason = reason
        self.syscalls = syscalls
        self.action = action
        self.alternatives = alternatives
    }

    /// Calls in one string, with blanks between them.
    init(
        _ name: String, _ reason: String, _ calls: String, action: SeccompAction = .allow,
        when alternatives: [[SeccompCondition]] = []
    ) {
        self.init(
            name: name, reason: reason, syscalls: calls.split(whereSeparator: \.isWhitespace).map(String.init),
            action: action, alternatives: alternatives)
        isPortable = true
    }
}
