package import AgentValues
package import Diagnostics

extension SettingsFile {
    /// A file's free-form value, and where each of its values stands.
    package struct Content {
        /// The value; an object.
        package var value: JSONValue
        /// The places by path, such as `syscalls[3].names[0]`.
        package var positions: [String: SourcePosition]
        /// The lines of the file.
        package var lines: [String]
    }

    /// Reads a file that holds one object, in JSON or YAML, for a reader that works on values.
    /// - Throws: every mistake of syntax, duplicate keys among them.
    package static func json(
        _ content: [UInt8], file: String, exitCode: ExitCode = .manifestInvalid
    ) throws(DiagnosticsError) -> Content {
        try read(content, file: file, exitCode: exitCode) { mapping in
            var object = JSONObject()
            for (key, reader) in mapping.values { object[key] = reader.located() }
            return Content(
                value: .object(object), positions: mapping.context.report.positions, lines: mapping.context.report.lines
            )
        }
    }
}

extension ValueReader {
    /// The value, each of its parts looked at by a reader of its own, which notes where it stands.
    func located() -> JSONValue? {
        switch node.content {
        case .broken: return nil
        case .sequence: return items().map { .array($0.compactMap { $0.located() }) }
        case .mapping:
            return mapping().map { mapping in
                var object = JSONObject()
                for (key, reader) in mapping.values { object[key] = reader.located() }
                return .object(object)
            }
        case .scalar: return json()
        }
    }
}
