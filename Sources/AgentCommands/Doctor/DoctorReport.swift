import Diagnostics

/// All that `doctor` found. Its JSON is the command's result.
struct DoctorReport: Sendable, Encodable {
    /// The engine that was found.
    struct Engine: Sendable, Encodable {
        var address: String
        var apiVersion: String
        var kind: String
        var source: String
        var version: String?
    }

    /// nil when none answers.
    var engine: Engine?
    /// In the order in which they are shown.
    var findings: [Finding]

    /// 69 without an engine, 1 when something does not work, else 0.
    var exitCode: ExitCode {
        guard engine != nil else { return .engineUnavailable }
        return findings.contains { $0.status == .fail } ? .failure : .success
    }

    /// The lines, each with its line end.
    func text(usesColor: Bool) -> String {
        let width = findings.map { TerminalText.width(of: $0.check) }.max() ?? 0
        let indentation = String(repeating: " ", count: 6 + width + 2)
        return findings.map { finding in
            let padding = String(repeating: " ", count: width - TerminalText.width(of: finding.check) + 2)
            var lines = [
                Self.label(finding.status, usesColor) + finding.check + padding + TerminalText.line(finding.summary)
            ]
            lines += finding.details.map { indentation + TerminalText.line($0) }
            if let remedy = finding.remedy { lines.append(indentation + "-> " + TerminalText.line(remedy)) }
            return lines.joined(separator: "\n") + "\n"
        }.joined()
    }

    private static func label(_ status: Finding.Status, _ usesColor: Bool) -> String {
        let padding = String(repeating: " ", count: 6 - status.rawValue.count)
        guard usesColor else { return status.rawValue + padding }
        let color =
            switch status {
            case .ok: 32
            case .warn: 33
            case .fail: 31
            }
        return "\u{1B}[\(color)m\(status.rawValue)\u{1B}[0m" + padding
    }
}
