import Diagnostics
import FoundationEssentials

/// What the readers of one file share: the report, the variables, and the bound on what they add.
final class ReadingContext {
    let report: DiagnosticReport
    private let interpolator: Interpolator?
    private var interpolatedBytes = 0

    /// - Parameters:
    ///   - variables: the values for `${…}`; nil leaves `${…}` as written.
    ///   - unreadable: names that may have values, in lines of `.env` that could not be read.
    init(report: DiagnosticReport, variables: [String: String]?, unreadable: UnreadableNames = UnreadableNames()) {
        self.report = report
        interpolator = variables.map { Interpolator(variables: $0, unreadable: unreadable) }
    }

    /// A scalar with its `${…}` replaced.
    struct Scalar {
        var text: String
        var meaning: CoreSchema
        /// Whether its type may be taken from the text though it stands in quotes: `"${PORT}"`.
        var isInterpolated: Bool
        /// The variables in it, for a hint.
        var names: [String]
    }

    /// Replaces the `${…}` of a scalar and finds out what it means.
    /// - Returns: nil when there was a mistake; it is reported.
    func scalar(_ scalar: YAMLNode.Scalar, tag: String?, mark: SourceMark, path: @autoclosure () -> String) -> Scalar? {
        var result = Scalar(text: scalar.text, meaning: .string, isInterpolated: false, names: [])
        if let interpolator, scalar.text.utf8.contains(UInt8(ascii: "$")) {
            let expanded = interpolator.expand(scalar.text)
            guard expanded.problems.isEmpty else {
                report(expanded.problems, at: mark, path: path())
                return nil
            }
            interpolatedBytes += expanded.text.utf8.count
            guard interpolatedBytes <= YAMLLimits.interpolatedBytes else {
                report.error(
                    "manifest.limit", "the variables of this file expand to more than 4 MiB", at: mark, path: path())
                return nil
            }
            result.text = expanded.text
            result.names = expanded.names
            result.isInterpolated = expanded.text != scalar.text
        }
        if tag == YAMLTag.binary { return binary(result, mark: mark, path: path()) }
        guard let meaning = Self.meaning(of: result.text, style: scalar.style, tag: tag) else {
            let written = tag.map(YAMLTag.written) ?? ""
            report.error("manifest.tag", "the tag \(written) does not fit '\(result.text)'", at: mark, path: path())
            return nil
        }
        result.meaning = meaning
        return result
    }

    private func binary(_ scalar: Scalar, mark: SourceMark, path: String) -> Scalar? {
        var result = scalar
        guard let data = Data(base64Encoded: scalar.text, options: .ignoreUnknownCharacters),
            let text = String(validating: data, as: UTF8.self)
        else {
            report.error("manifest.tag", "the tag !!binary needs text in UTF-8 as base64", at: mark, path: path)
            return nil
        }
        result.text = text
        return result
    }

    private static func meaning(of text: String, style: YAMLEvent.Style, tag: String?) -> CoreSchema? {
        let plain = CoreSchema(text)
        switch tag {
        case nil: return style == .plain ? plain : .string
        case YAMLTag.integer:
            if case .integer = plain { return plain }
            return nil
        case YAMLTag.float:
            if case .integer(let number) = plain { return .float(Double(number)) }
            if case .float = plain { return plain }
            return nil
        case YAMLTag.bool:
            if case .bool = plain { return plain }
            return nil
        case YAMLTag.null: return plain == .null ? .null : nil
        default: return .string
        }
    }

    /// Reports what could not be replaced, each at its own `${` where the source shows it.
    private func report(_ problems: [Interpolator.Problem], at mark: SourceMark, path: String) {
        var from = mark
        for problem in problems where report.makesRoom(for: .error) {
            let place = find(problem.written, from: from) ?? mark
            report.error("manifest.variable", problem.message, at: place, path: path, hint: problem.hint)
            if place > from || place == mark { from = SourceMark(line: place.line, column: place.column + 1) }
        }
    }

    /// The next place of `text` at or behind `mark`; looks at no more lines than a block of text usually has.
    private func find(_ text: String, from mark: SourceMark) -> SourceMark? {
        let wanted = Array(text.unicodeScalars)
        for number in mark.line..<(mark.line + 200) {
            guard let line = report.line(number) else { return nil }
            let scalars = Array(line.unicodeScalars)
            var start = number == mark.line ? mark.column - 1 : 0
            while start + wanted.count <= scalars.count {
                if scalars[start] == "$", scalars[start..<(start + wanted.count)].elementsEqual(wanted) {
                    return SourceMark(line: number, column: start + 1)
                }
                start += 1
            }
        }
        return nil
    }
}
