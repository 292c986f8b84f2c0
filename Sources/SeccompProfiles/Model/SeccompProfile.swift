/// Which system calls an agent may make: groups of calls, each with a reason, and what happens to all others.
///
/// A profile is data. ``check()`` asks libseccomp whether every name exists, ``SeccompFilter`` builds the kernel's filter from it,
/// and ``engineJSON`` is what an engine takes.
public struct SeccompProfile: Sendable, Hashable, Codable {
    /// A name for people, such as `default`.
    public var name: String
    /// What happens to calls that no group names.
    public var defaultAction: SeccompAction
    /// The architectures whose calls are known; a call of any other kills the thread.
    public var architectures: [SeccompArchitecture]
    /// The groups. Groups that name the same call are alternatives.
    public var groups: [SeccompGroup]
    /// Why some calls are not allowed, for ``explain(_:)``; not part of the filter.
    public var refusals: [SeccompRefusal]

    /// A profile without groups refuses every call.
    public init(
        name: String, defaultAction: SeccompAction = .refuse, architectures: [SeccompArchitecture] = [.host],
        groups: [SeccompGroup] = [], refusals: [SeccompRefusal] = []
    ) {
        self.name = name
        self.defaultAction = defaultAction
        self.architectures = architectures
        self.groups = groups
        self.refusals = refusals
    }

    /// The names of the calls that are carried out, with any arguments or with some.
    public var allowedCalls: Set<String> {
        Set(groups.filter(\.action.isPermissive).flatMap(\.syscalls))
    }
}

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
