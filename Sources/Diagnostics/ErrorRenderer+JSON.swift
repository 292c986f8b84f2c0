import FoundationEssentials

extension ErrorRenderer {
    /// The error as one line of JSON.
    ///
    /// ```
    /// {"error":{"causes":[…],"code":"engine.conflict","details":[…],"exitCode":125,"hint":"…","message":"…"}}
    /// ```
    /// A ``DiagnosticsError`` has a `diagnostics` array too. Empty lists are left out.
    public func json(for error: any Error) -> String {
        encoded(["error": Report(error, depth: 0, self)])
    }

    /// Diagnostics as one line of JSON: `{"diagnostics":[{"severity","code","message","position",…}]}`.
    public func json(for diagnostics: [Diagnostic]) -> String {
        encoded(["diagnostics": diagnostics])
    }

    private func encoded(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Every value below is text, a whole number or a list of them, so there is nothing that cannot be encoded.
        return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }

    private struct Report: Encodable {
        var code: String
        var message: String
        var details: [String]?
        var hint: String?
        var exitCode: Int32?
        var causes: [Report]?
        var diagnostics: [Diagnostic]?

        init(_ error: any Error, depth: Int, _ renderer: ErrorRenderer) {
            code = error is CancellationError ? "interrupted" : "error"
            message = ErrorRenderer.summary(of: error)
            if depth == 0 { exitCode = ErrorRenderer.exitCode(of: error).rawValue }
            guard let error = error as? any ReportableError else { return }
            code = error.reportCode
            if !error.details.isEmpty { details = error.details }
            hint = depth == 0 ? renderer.hint(of: error, depth: 0) : renderer.hint(for: error)
            if depth < ErrorRenderer.deepestCause, !error.underlying.isEmpty {
                causes = error.underlying.map { Report($0, depth: depth + 1, renderer) }
            }
            diagnostics = (error as? DiagnosticsError)?.diagnostics
        }
    }
}
