package import Diagnostics

/// A YAML file of settings beside manifests, such as a runtime definition, read with the same care: positions, duplicate
/// keys, "did you mean", and all mistakes at once. `${…}` stays as written.
package enum SettingsFile {
    /// Reads a file that holds one mapping.
    ///
    /// - Parameters:
    ///   - content: the file's bytes.
    ///   - file: the path to show in messages.
    ///   - exitCode: the exit status of the error.
    ///   - read: turns the mapping into a value and reports what is wrong with it.
    /// - Throws: every mistake of the file.
    package static func read<Value>(
        _ content: [UInt8], file: String, exitCode: ExitCode, _ read: (MappingReader) -> Value?
    ) throws(DiagnosticsError) -> Value {
        let text: SourceText
        do {
            text = try SourceText(content)
        } catch {
            let report = DiagnosticReport(
                file: file, lines: Array(repeating: "", count: error.mark.line - 1) + [error.line])
            report.error(error.code, error.message, at: error.mark, hint: error.hint)
            throw DiagnosticsError(report.sorted(), exitCode: exitCode)
        }
        let report = DiagnosticReport(file: file, lines: text.lines)
        let documents = YAMLComposer.documents(of: text, report: report)
        if documents.count != 1, !report.hasErrors {
            report.error("manifest.syntax", "expected one document, found \(documents.count)", at: .start)
        }
        var value: Value?
        if let document = documents.first {
            let context = ReadingContext(report: report, variables: nil)
            let root = ValueReader(document.root, path: "", keyMark: document.mark, context: context)
            value = root.mapping().flatMap(read)
        }
        guard let value, !report.hasErrors else { throw DiagnosticsError(report.sorted(), exitCode: exitCode) }
        return value
    }
}

extension MappingReader {
    /// Reports every key that is not one of `keys`.
    package func allow(only keys: [String]) {
        for entry in entries where !keys.contains(entry.key) {
            context.report.error(
                "manifest.unknown-key", "unknown key '\(entry.key)'", at: entry.keyMark, path: path(of: entry.key),
                hint: didYouMean(entry.key, among: keys) ?? "known are \(listed(keys))")
        }
    }
}

extension ValueReader {
    /// A probe, written as `spec.healthCheck` of a manifest.
    package func probe() -> Manifest.Probe? {
        mapping()?.allow(only: KeyTree.shared.levels["spec.healthCheck"]?.names ?? [])
        return ManifestReader(context: context, isStrict: true, runtimes: []).readProbe(self)
    }

    /// Limits, written as `spec.resources.limits` of a manifest.
    package func amounts() -> Manifest.Resources.Amounts? {
        guard let mapping = mapping() else { return nil }
        mapping.allow(only: ["cpu", "memory", "pids"])
        var amounts = Manifest.Resources.Amounts()
        mapping.read(Manifest.Resources.Amounts.limits, into: &amounts)
        return amounts
    }
}

extension ValueReader {
    /// Whether a list is written.
    package var isList: Bool {
        if case .sequence = node.content { true } else { false }
    }
}
