/// The keys of one mapping. A key without a value (`ports:`) counts as not written.
package struct MappingReader {
    let entries: [YAMLNode.Entry]
    let path: String
    /// Where the mapping's own key stands.
    let mark: SourceMark
    let context: ReadingContext

    /// The path of a key.
    func path(of key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    /// The value of a key, nil when it is not written or empty.
    package subscript(key: String) -> ValueReader? {
        guard let value = evenNull(key), !value.isNull else { return nil }
        return value
    }

    /// The value of a key, nil only when the key is not written.
    func evenNull(_ key: String) -> ValueReader? {
        entries.first { $0.key == key }.map(reader)
    }

    /// Every key with its value.
    package var values: [(key: String, reader: ValueReader)] { entries.map { ($0.key, reader($0)) } }

    /// The value of a key that must be written.
    package func required(_ key: String, hint: String? = nil) -> ValueReader? {
        if let value = evenNull(key) {
            guard value.isNull else { return value }
            context.report.error(
                "manifest.missing-key", "'\(path(of: key))' has no value", at: value.keyMark, path: path(of: key),
                hint: hint)
        } else {
            context.report.error(
                "manifest.missing-key", "'\(path(of: key))' is required", at: mark, path: path(of: key), hint: hint)
        }
        return nil
    }

    private func reader(_ entry: YAMLNode.Entry) -> ValueReader {
        ValueReader(entry.value, path: path(of: entry.key), keyMark: entry.keyMark, context: context)
    }
}
