import AgentValues
import Diagnostics

extension SettingsReader {
    private static let actions: [String: SeccompAction] = [
        "SCMP_ACT_ALLOW": .allow, "SCMP_ACT_ERRNO": .refuse, "SCMP_ACT_LOG": .log, "SCMP_ACT_TRAP": .trap,
        "SCMP_ACT_KILL": .killThread, "SCMP_ACT_KILL_THREAD": .killThread, "SCMP_ACT_KILL_PROCESS": .killProcess,
        "allow": .allow, "deny": .refuse, "errno": .refuse, "log": .log, "trap": .trap, "kill": .killProcess,
    ]

    /// An action by the engines' name, or by ours: allow, deny, log, trap, kill.
    func action(_ value: JSONValue?, at path: String, errno: UInt16?) -> SeccompAction? {
        guard let name = text(value, at: path) else { return nil }
        switch Self.actions[name] {
        case .errno(let usual)?: return .errno(errno ?? usual)
        case let action?:
            if errno != nil { fail("'\(name)' fails with no error number", at: path) }
            return action
        case nil:
            if ["SCMP_ACT_NOTIFY", "SCMP_ACT_TRACE"].contains(name) {
                fail("'\(name)' needs a program that answers it, and none does", at: path)
            } else {
                fail("unknown action '\(name)'", at: path, hint: didYouMean(name, among: Self.actions.keys.sorted()))
            }
            return nil
        }
    }

    private static let comparisons: [String: SeccompCondition.Comparison] = [
        "==": .equal, "eq": .equal, "!=": .notEqual, "ne": .notEqual, "<": .less, "lt": .less, "<=": .lessOrEqual,
        "le": .lessOrEqual, ">": .greater, "gt": .greater, ">=": .greaterOrEqual, "ge": .greaterOrEqual,
        "masked": .maskedEqual,
    ]

    /// The conditions of one rule: lists of which one must hold.
    func alternatives(_ value: JSONValue?, at path: String) -> [[SeccompCondition]] {
        let conditions = list(value, at: path).compactMap { condition($0.value, at: $0.path) }
        if conditions.isEmpty { return [] }
        // As runc does: an argument that is compared twice makes each comparison a rule of its own.
        let isSpread = Set(conditions.map(\.argument)).count < conditions.count
        if isSpread {
            note(
                .warning, "seccomp.spread", "two comparisons of one argument mean that either is enough", at: path,
                hint: "the kernel's filter compares an argument once in a rule; write two rules")
        }
        return isSpread ? conditions.map { [$0] } : [conditions]
    }

    private func condition(_ value: JSONValue, at path: String) -> SeccompCondition? {
        guard let object = object(value, at: path, keys: ["index", "value", "valueTwo", "op"]) else { return nil }
        for key in ["index", "value", "op"] where object[key] == nil { fail("'\(key)' is required", at: path) }
        guard let index = number(object["index"], at: Self.join(path, "index"), limit: 5),
            let first = number(object["value"], at: Self.join(path, "value")),
            let name = text(object["op"], at: Self.join(path, "op"))
        else { return nil }
        let second = number(object["valueTwo"], at: Self.join(path, "valueTwo")) ?? 0
        guard let comparison = SeccompCondition.Comparison(rawValue: name) ?? Self.comparisons[name.lowercased()] else {
            let names = SeccompCondition.Comparison.allCases.map(\.rawValue) + Self.comparisons.keys.sorted()
            fail("unknown comparison '\(name)'", at: Self.join(path, "op"), hint: didYouMean(name, among: names))
            return nil
        }
        if comparison != .maskedEqual, second != 0 {
            note(.warning, "seccomp.no-effect", "'valueTwo' has no effect with '\(name)'", at: path)
        }
        return SeccompCondition(
            argument: UInt32(index), comparison, first, comparison == .maskedEqual ? second : 0)
    }
}
