/// A test report as JUnit XML, as CI systems read it: a suite for the readiness of agents, and one for commands.
struct JUnitDocument: Sendable {
    let report: TestReport

    /// The document.
    var text: String {
        let suites = [("readiness", TestReport.Case.Kind.readiness), ("command", .command)].map { name, kind in
            suite(name, report.cases.filter { $0.kind == kind })
        }
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites name="\(Self.escaped(report.project))" \(counts(report.cases)) time="\(Self.time(report.seconds))">
            \(suites.joined())</testsuites>

            """
    }

    private func suite(_ name: String, _ cases: [TestReport.Case]) -> String {
        guard !cases.isEmpty else { return "" }
        let time = Self.time(cases.reduce(0) { $0 + $1.seconds })
        // Whole seconds, as the format's own tools write it.
        let start = "\(report.started)".prefix { $0 != "." && $0 != "Z" }
        return """
              <testsuite name="\(Self.escaped(report.project)).\(name)" \(counts(cases)) errors="0" time="\(time)" \
            timestamp="\(start)">
            \(cases.map { element($0, suite: name) }.joined())  </testsuite>

            """
    }

    private func counts(_ cases: [TestReport.Case]) -> String {
        func count(_ outcome: TestReport.Case.Outcome) -> Int { cases.count { $0.outcome == outcome } }
        return #"tests="\#(cases.count)" failures="\#(count(.failed))" skipped="\#(count(.skipped))""#
    }

    private func element(_ item: TestReport.Case, suite: String) -> String {
        let name = item.kind == .readiness ? "\(item.name) becomes ready" : item.name
        var text =
            #"    <testcase classname="\#(Self.escaped(report.project)).\#(suite)" name="\#(Self.escaped(name))" "#
            + #"time="\#(Self.time(item.seconds))">\#n"#
        let message = Self.escaped(item.message ?? "")
        switch item.outcome {
        case .passed: break
        case .failed:
            let details = Self.escaped((item.details ?? []).joined(separator: "\n"))
            text += #"      <failure message="\#(message)">\#(details)</failure>\#n"#
        case .skipped: text += #"      <skipped message="\#(message)"/>\#n"#
        }
        if let output = item.output { text += "      <system-out>\(Self.escaped(output))</system-out>\n" }
        return text + "    </testcase>\n"
    }

    private static func time(_ seconds: Double) -> String { "\((seconds * 1000).rounded() / 1000)" }

    /// Text for an element or an attribute. What XML 1.0 cannot hold becomes U+FFFD.
    static func escaped(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\r": result += "&#13;"
            case "\n", "\t": result.unicodeScalars.append(scalar)
            case "\u{0}"..<" ", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
    }
}
