import Diagnostics

/// The Go tool's `runtime.RunOptions`, read from JSON as Go's `encoding/json` reads it, but with every mistake at once.
///
/// As in Go, keys are matched without regard to case, `null` is the zero value, the last of several equal keys wins, and unknown
/// keys mean nothing; the latter two are warned of.
struct GoRunOptions: Sendable {
    /// A text of a list, and where it stands.
    struct Entry: Sendable {
        var text: String
        var position: SourcePosition
        /// Such as `Ports[1]`.
        var path: String
    }

    /// The image's reference.
    var image = ""
    var ports: [Entry] = []
    var environment: [Entry] = []
    /// Whether the caller does not stay with the container.
    var detach = false
    /// The container's name; empty: one is made up.
    var name = ""
    var volumes: [Entry] = []
    /// Whether the container has a terminal and an open standard input.
    var interactive = false
    /// What there is to warn about.
    var warnings: [Diagnostic] = []

    private static let fields = ["Image", "Ports", "Environment", "Detach", "Name", "Volumes", "Interactive"]
    /// The most bytes that a document may have.
    static let largest = 1 << 20

    /// Reads a document.
    ///
    /// - Parameter file: what to call it in messages.
    /// - Throws: `DiagnosticsError` with every mistake.
    init(json bytes: [UInt8], file: String) throws(DiagnosticsError) {
        guard bytes.count <= Self.largest else {
            throw DiagnosticsError([
                Diagnostic(.error, code: "options.limit", "\(file) is larger than 1 MiB, and no run options")
            ])
        }
        let root: LocatedJSON
        do { root = try LocatedJSONParser.parse(bytes) } catch {
            throw DiagnosticsError([
                Diagnostic(.error, code: "options.syntax", error.message, at: SourcePosition(error.place, in: file))
            ])
        }
        var reader = Reader(file: file)
        read(root, &reader)
        guard reader.mistakes.isEmpty else { throw DiagnosticsError(reader.mistakes) }
        warnings = reader.warnings
    }

    private mutating func read(_ root: LocatedJSON, _ reader: inout Reader) {
        var members: [LocatedJSON.Member] = []
        switch root.content {
        case .null: break
        case .object(let all): members = all
        default: return reader.mistake("the run options are an object, and this is \(root.kind)", at: root.place)
        }
        var seen: Set<String> = []
        for member in members {
            guard let field = Self.fields.first(where: { $0.lowercased() == member.key.lowercased() }) else {
                reader.warnUnknown(member, known: Self.fields)
                continue
            }
            if !seen.insert(field).inserted { reader.warnTwice(member, field) }
            switch field {
            case "Image": reader.string(member, field, into: &image)
            case "Ports": reader.strings(member, field, into: &ports)
            case "Environment": reader.strings(member, field, into: &environment)
            case "Detach": reader.bool(member, field, into: &detach)
            case "Name": reader.string(member, field, into: &name)
            case "Volumes": reader.strings(member, field, into: &volumes)
            default: reader.bool(member, field, into: &interactive)
            }
        }
        if image.isEmpty, reader.mistakes.isEmpty {
            reader.mistake(
                "there is no Image", at: root.place, code: "options.missing", path: "Image",
                hint: #"name one, as in {"Image": "hello:1.0"}"#)
        }
    }
}

extension GoRunOptions {
    /// Notes what is wrong on the way. The text of the document is never quoted, because the environment may hold secrets.
    fileprivate struct Reader {
        let file: String
        var mistakes: [Diagnostic] = []
        var warnings: [Diagnostic] = []

        mutating func mistake(
            _ message: String, at place: LocatedJSON.Place, code: String = "options.type", path: String? = nil,
            hint: String? = nil
        ) {
            mistakes.append(
                Diagnostic(.error, code: code, message, at: SourcePosition(place, in: file), path: path, hint: hint))
        }

        mutating func warnUnknown(_ member: LocatedJSON.Member, known: [String]) {
            let near = nearest(to: member.key, among: known)
            warnings.append(
                Diagnostic(
                    .warning, code: "options.unknown-key", "unknown key '\(member.key)', which means nothing here",
                    at: SourcePosition(member.place, in: file), hint: near.map { "did you mean '\($0)'?" }))
        }

        mutating func warnTwice(_ member: LocatedJSON.Member, _ field: String) {
            warnings.append(
                Diagnostic(
                    .warning, code: "options.duplicate-key", "\(field) is given before; this one counts",
                    at: SourcePosition(member.place, in: file)))
        }

        mutating func string(_ member: LocatedJSON.Member, _ path: String, into text: inout String) {
            switch member.value.content {
            case .null: break
            case .string(let value): text = value
            default: mismatch(member.value, "a string", path)
            }
        }

        mutating func bool(_ member: LocatedJSON.Member, _ path: String, into flag: inout Bool) {
            switch member.value.content {
            case .null: break
            case .bool(let value): flag = value
            default: mismatch(member.value, "true or false", path)
            }
        }

        mutating func strings(_ member: LocatedJSON.Member, _ path: String, into entries: inout [Entry]) {
            entries = []
            switch member.value.content {
            case .null: break
            case .array(let elements):
                for (index, element) in elements.enumerated() {
                    let path = "\(path)[\(index)]"
                    let position = SourcePosition(element.place, in: file)
                    switch element.content {
                    case .null: entries.append(Entry(text: "", position: position, path: path))
                    case .string(let text): entries.append(Entry(text: text, position: position, path: path))
                    default: mismatch(element, "a string", path)
                    }
                }
            default: mismatch(member.value, "a list of strings", path)
            }
        }

        private mutating func mismatch(_ value: LocatedJSON, _ wanted: String, _ path: String) {
            var hint: String?
            if case .number = value.content, wanted == "a string" { hint = "write it in double quotes" }
            mistake("expected \(wanted), found \(value.kind)", at: value.place, path: path, hint: hint)
        }
    }
}

extension SourcePosition {
    fileprivate init(_ place: LocatedJSON.Place, in file: String) {
        self.init(file: file, line: place.line, column: place.column)
    }
}
