public import Diagnostics

/// Where the values of a manifest stand in its file, so that any later step can point at them.
public struct ManifestSource: Sendable, Hashable {
    /// The file's path as the user named it; `<stdin>` for standard input.
    public var file: String
    /// The lines of the whole file without their line ends.
    public var lines: [String]
    /// The place of every value by its path, such as `spec.ports[0].container`. A mapping's or list's place is that of
    /// its key.
    public var positions: [String: SourcePosition]

    /// Creates a source; without lines and positions (a manifest made by hand) diagnostics name the path only.
    public init(file: String, lines: [String] = [], positions: [String: SourcePosition] = [:]) {
        self.file = file
        self.lines = lines
        self.positions = positions
    }

    /// The text of a line, counted from 1, or nil when there is no such line.
    public func line(_ number: Int) -> String? {
        lines.indices.contains(number - 1) ? lines[number - 1] : nil
    }
}

extension Manifest {
    /// The place of every value by its path, such as `spec.ports[0].container`.
    public var positions: [String: SourcePosition] { source.positions }

    /// A diagnostic that points at the value at `path`, or at the nearest parent that is written down.
    ///
    /// - Parameters:
    ///   - severity: how bad it is.
    ///   - code: a stable name, such as `plan.port-taken`.
    ///   - message: one sentence, lower case, without a full stop.
    ///   - path: as in `spec.ports[0].container`.
    ///   - hint: what to do about it.
    public func diagnostic(
        _ severity: Diagnostic.Severity, code: String, _ message: String, at path: String, hint: String? = nil
    ) -> Diagnostic {
        var place = path
        while source.positions[place] == nil, let cut = place.lastIndex(where: { $0 == "." || $0 == "[" }) {
            place = String(place[..<cut])
        }
        let position = source.positions[place]
        return Diagnostic(
            severity, code: code, message, at: position, sourceLine: position.flatMap { source.line($0.line) },
            path: path, hint: hint)
    }
}
