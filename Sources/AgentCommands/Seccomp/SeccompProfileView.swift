import Diagnostics
import SeccompProfiles

/// A profile as `seccomp show` prints it.
struct SeccompProfileView: Encodable {
    struct Group: Encodable {
        var name: String
        var reason: String
        /// Such as `allowed`, or `refused with EPERM`.
        var action: String
        /// Such as `argument 0 is 1`: any of these lists, all of which must hold; empty means always.
        var conditions: [[String]]
        var syscalls: [String]

        init(_ group: SeccompGroup) {
            name = group.name
            reason = group.reason
            action = group.action.description
            conditions = group.alternatives.map { $0.map(\.description) }
            syscalls = group.syscalls
        }
    }

    var name: String
    var architectures: [String]
    /// How many calls are carried out.
    var calls: Int
    /// What happens to the calls that no group names.
    var otherwise: String
    var groups: [Group]
    /// Why calls are left out.
    var refusals: [SeccompRefusal]

    init(_ profile: SeccompProfile) {
        name = profile.name
        architectures = profile.architectures.map(\.rawValue)
        calls = profile.allowedCalls.count
        otherwise = profile.defaultAction.description
        groups = profile.groups.map(Group.init)
        refusals = profile.refusals
    }

    /// Several paragraphs for people.
    var text: String {
        var text = TerminalText.line("\(name): \(calls) calls for \(architectures.joined(separator: ", "))") + "\n\n"
        for group in groups {
            let action = group.action == SeccompAction.allow.description ? "" : " [\(group.action)]"
            text += TerminalText.line("\(group.name)\(action): \(group.reason)") + "\n" + Self.wrapped(group.syscalls)
            // More than these are bits of numbers, which say less than the reason does.
            if (1...8).contains(group.conditions.count) {
                for (place, conditions) in group.conditions.enumerated() {
                    text += "    \(place == 0 ? "when" : "or when") \(conditions.joined(separator: ", "))\n"
                }
            } else if !group.conditions.isEmpty {
                text += "    depending on its arguments (\(group.conditions.count) conditions)\n"
            }
            text += "\n"
        }
        text += "everything else: \(otherwise)\n"
        guard !refusals.isEmpty else { return text }
        text += "\n"
        for refusal in refusals where !refusal.syscalls.isEmpty {
            text += TerminalText.line("not allowed: \(refusal.reason)") + "\n" + Self.wrapped(refusal.syscalls)
        }
        return text
    }

    private static let width = 100

    /// Words in lines of a bounded width, each indented.
    private static func wrapped(_ words: [String]) -> String {
        var lines: [String] = []
        for word in words.map({ TerminalText.line($0) }) {
            if let last = lines.last, last.count + 1 + word.count <= width {
                lines[lines.count - 1] = "\(last) \(word)"
            } else {
                lines.append("    \(word)")
            }
        }
        return lines.map { $0 + "\n" }.joined()
    }
}
