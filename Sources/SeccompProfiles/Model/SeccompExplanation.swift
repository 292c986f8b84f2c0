/// What a profile says about one call.
public struct SeccompExplanation: Sendable, Hashable, Codable {
    /// What one group says about it.
    public struct Rule: Sendable, Hashable, Codable {
        /// The group's name.
        public var group: String
        /// The group's reason.
        public var reason: String
        /// What happens to the call.
        public var action: SeccompAction
        /// When: any of these lists of conditions, of which all must hold; empty means always.
        public var alternatives: [[SeccompCondition]]
    }

    /// The call's name.
    public var call: String
    /// The profile's name.
    public var profile: String
    /// The call's number on each architecture of the profile that has it.
    public var numbers: [String: Int32]
    /// What the groups say about it; empty where none names it.
    public var rules: [Rule]
    /// What happens when no rule fits.
    public var otherwise: SeccompAction
    /// Why it is left out, where the profile says so.
    public var refusal: String?
}

extension SeccompExplanation: CustomStringConvertible {
    /// The answer for people, of one or more lines.
    public var description: String {
        var lines: [String] = []
        for rule in rules {
            lines.append("\(call): \(rule.action.description) by '\(rule.group)': \(rule.reason)")
            // More alternatives than these are bits of numbers, which say less than the reason does.
            if rule.alternatives.count <= 8 {
                for (place, conditions) in rule.alternatives.enumerated() {
                    lines.append(
                        (place == 0 ? "  when " : "  or when ") + conditions.map(\.description).joined(separator: ", "))
                }
            } else {
                lines.append("  depending on its arguments (\(rule.alternatives.count) conditions)")
            }
        }
        if rules.isEmpty {
            lines.append(
                "\(call): \(otherwise.description)"
                    + (refusal.map { ": \($0)" } ?? ", as every call that no group names"))
        } else if !rules.contains(where: { $0.alternatives.isEmpty }) {
            lines.append("  otherwise \(otherwise.description)")
        }
        return lines.joined(separator: "\n")
    }
}

extension SeccompAction: CustomStringConvertible {
    /// The action for people, such as `refused with EPERM`.
    public var description: String {
        switch self {
        case .allow: "allowed"
        case .errno(let number): "refused with \(ErrorNumber.name(of: number) ?? "error \(number)")"
        case .log: "allowed and logged"
        case .trap: "answered with SIGSYS"
        case .killThread: "ends the thread"
        case .killProcess: "ends the process"
        }
    }
}
