public import Diagnostics

/// Reads free settings, such as a hook's `config` or a file beside a manifest; every mistake is noted with its path, and with its place
/// where that is known. What is read is nil then.
public final class SettingsReader {
    /// What was noted so far, in order.
    public private(set) var diagnostics: [Diagnostic] = []
    let area: String
    private let position: (_ path: String) -> (SourcePosition?, line: String?)

    /// Creates a reader.
    /// - Parameters:
    ///   - area: the beginning of the codes: `seccomp` notes `seccomp.value` and `seccomp.unknown-key`.
    ///   - position: where the value of a path stands, and the text of that line.
    public init(
        area: String = "settings",
        position: @escaping (_ path: String) -> (SourcePosition?, line: String?) = { _ in (nil, nil) }
    ) {
        self.area = area
        self.position = position
    }

    /// Whether anything noted is a mistake.
    public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

    /// Notes something about the value at a path.
    public func note(
        _ severity: Diagnostic.Severity, _ code: String, _ message: String, at path: String, hint: String? = nil
    ) {
        let (position, line) = position(path)
        diagnostics.append(
            Diagnostic(severity, code: code, message, at: position, sourceLine: line, path: path, hint: hint))
    }

    /// Notes a mistake at a path.
    public func fail(_ message: String, at path: String, hint: String? = nil) {
        note(.error, "\(area).value", message, at: path, hint: hint)
    }

    /// The path of a key below another one.
    public static func join(_ path: String, _ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    /// What `read` makes of a value; nil, and a mistake unless nothing is given, where it makes nothing of it.
    public func value<Value>(
        _ value: JSONValue?, at path: String, expected: String, _ read: (JSONValue) -> Value?
    ) -> Value? {
        guard let value else { return nil }
        if let result = read(value) { return result }
        fail("expected \(expected), found \(value.jsonText.prefix(60))", at: path)
        return nil
    }
}
