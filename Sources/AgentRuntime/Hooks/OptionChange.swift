import AgentValues
import FoundationEssentials

/// One part of ``RunOptions`` that a hook changed.
public struct OptionChange: Sendable, Hashable, Codable {
    /// Where, as in the JSON of the options: `environment.MODE`, `ports[0].host`.
    public var path: String
    /// The value before as JSON; nil where there was none.
    public var before: String?
    /// The value after as JSON; nil where it was taken away.
    public var after: String?

    /// Creates a change.
    public init(path: String, before: String?, after: String?) {
        self.path = path
        self.before = before
        self.after = after
    }
}

/// What one hook changed about the options of a run.
public struct HookChanges: Sendable, Hashable, Codable {
    /// The hook's name.
    public var hook: String
    /// The changes, by path.
    public var changes: [OptionChange]

    /// Creates a list.
    public init(hook: String, changes: [OptionChange]) {
        self.hook = hook
        self.changes = changes
    }
}

extension OptionChange: CustomStringConvertible {
    /// As people read it: `environment.MODE: none -> "night"`.
    public var description: String { "\(path): \(before ?? "none") -> \(after ?? "none")" }
}

extension RunOptions {
    /// What differs from `other`, by path.
    public func changes(since other: RunOptions) -> [OptionChange] {
        guard self != other, let before = try? other.json(), let after = try? json() else { return [] }
        var found: [OptionChange] = []
        Self.compare(before, after, at: "", into: &found)
        return found
    }

    private func json() throws -> JSONValue {
        try JSONDecoder().decode(JSONValue.self, from: JSONEncoder().encode(self))
    }

    /// Walks into objects of both; a list that changed its length is one change.
    private static func compare(
        _ before: JSONValue?, _ after: JSONValue?, at path: String, into found: inout [OptionChange]
    ) {
        switch (before, after) {
        case (.object(let old)?, .object(let new)?):
            for key in Set(old.members.map(\.key) + new.members.map(\.key)).sorted() {
                compare(old[key], new[key], at: path.isEmpty ? key : "\(path).\(key)", into: &found)
            }
        case (.array(let old)?, .array(let new)?) where old.count == new.count:
            for (index, pair) in zip(old, new).enumerated() {
                compare(pair.0, pair.1, at: "\(path)[\(index)]", into: &found)
            }
        default:
            guard before != after else { return }
            found.append(OptionChange(path: path, before: before?.jsonText, after: after?.jsonText))
        }
    }
}
