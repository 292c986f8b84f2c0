import AgentValues
import Diagnostics

/// Reads values of a profile or of rules; every mistake is noted with its path.
final class SeccompReader {
    private(set) var diagnostics: [Diagnostic] = []
    private let position: (String) -> (SourcePosition?, String?)

    /// - Parameter position: where the value of a path stands, and the text of that line.
    init(position: @escaping (String) -> (SourcePosition?, String?) = { _ in (nil, nil) }) {
        self.position = position
    }

    var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

    func note(
        _ severity: Diagnostic.Severity, _ code: String, _ message: String, at path: String, hint: String? = nil
    ) {
        let (position, line) = position(path)
        diagnostics.append(
            Diagnostic(severity, code: code, message, at: position, sourceLine: line, path: path, hint: hint))
    }

    func fail(_ message: String, at path: String, hint: String? = nil) {
        note(.error, "seccomp.value", message, at: path, hint: hint)
    }

    /// The members of an object that may have `keys` alone.
    func object(_ value: JSONValue?, at path: String, keys: [String]) -> JSONObject? {
        guard let value else { return nil }
        guard let object = value.objectValue else {
            fail("expected an object, found \(value.jsonText.prefix(60))", at: path)
            return nil
        }
        for key in object.keys where !keys.contains(key) {
            note(
                .error, "seccomp.unknown-key", "unknown key '\(key)'", at: Self.join(path, key),
                hint: didYouMean(key, among: keys) ?? "known are \(keys.joined(separator: ", "))")
        }
        return object
    }

    /// The elements of a list with their paths; one text alone counts as a list of one.
    func list(_ value: JSONValue?, at path: String) -> [(value: JSONValue, path: String)] {
        switch value {
        case nil, .null: return []
        case .array(let elements): return elements.enumerated().map { ($1, "\(path)[\($0)]") }
        case .string(let text): return [(.string(text), path)]
        case let other?:
            fail("expected a list, found \(other.jsonText.prefix(60))", at: path)
            return []
        }
    }

    func text(_ value: JSONValue?, at path: String) -> String? {
        guard let value else { return nil }
        if let text = value.stringValue { return text }
        fail("expected text, found \(value.jsonText.prefix(60))", at: path)
        return nil
    }

    /// A whole number of at most `limit`.
    func number(_ value: JSONValue?, at path: String, limit: UInt64 = .max) -> UInt64? {
        guard let value else { return nil }
        if let number = value.integerValue.flatMap({ UInt64(exactly: $0) }), number <= limit { return number }
        // Beyond 63 bits a number is read as a floating-point one, which is exact for masks that end in zeros only.
        if case .number(let number) = value, let exact = UInt64(exactly: number), exact <= limit, exact > Int64.max {
            return exact
        }
        fail(
            "expected a whole number from 0\(limit == .max ? "" : " to \(limit)"), found \(value.jsonText.prefix(60))",
            at: path)
        return nil
    }

    /// Names of calls; a name that no architecture has is a mistake.
    func calls(_ value: JSONValue?, at path: String) -> [String] {
        list(value, at: path).compactMap { element, path in
            guard let call = text(element, at: path) else { return nil }
            guard let token = SeccompLibrary.token(.host), SeccompLibrary.number(of: call, on: token) == nil else {
                return call
            }
            if SeccompLibrary.newerCalls.contains(call) {
                note(
                    .warning, "seccomp.newer",
                    "libseccomp \(SeccompLibrary.version) does not know '\(call)' yet, so it is left out", at: path)
                return nil
            }
            let problem = SeccompLibrary.unknown(call, path: path)
            note(.error, problem.code, problem.message, at: path, hint: problem.hint)
            return nil
        }
    }

    /// An error number: a number, or a name such as `EPERM`.
    func errorNumber(_ value: JSONValue?, at path: String) -> UInt16? {
        guard let name = value?.stringValue else { return number(value, at: path, limit: 4095).map(UInt16.init) }
        if let number = ErrorNumber.number(of: name) { return number }
        fail(
            "unknown error '\(name)'", at: path,
            hint: didYouMean(name, among: ErrorNumber.allNames) ?? "write its number, such as 1 for EPERM")
        return nil
    }

    static func join(_ path: String, _ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
}
