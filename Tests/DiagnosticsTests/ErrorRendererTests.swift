import Diagnostics
import Testing

/// An error with everything that can be said about it.
struct SampleError: ReportableError {
    var reportCode = "sample.broken"
    var summary: String
    var details: [String] = []
    var hint: String?
    var exitCode: ExitCode = .failure
    var underlying: [any Error] = []
}

private struct PlainError: Error, CustomStringConvertible {
    var description: String
}

@Suite(.timeLimit(.minutes(2))) struct ErrorRendererTests {
    let plain = ErrorRenderer()

    static let unknownKey = Diagnostic(
        .error, code: "manifest.unknown-key", "unknown key 'prots' in spec",
        at: SourcePosition(file: "agent.yaml", line: 12, column: 5), sourceLine: "    prots:", path: "spec.prots",
        hint: "did you mean 'ports'?")

    @Test func diagnostic() {
        #expect(
            plain.text(for: Self.unknownKey) == """
                agent.yaml:12:5: error: unknown key 'prots' in spec
                   12 |     prots:
                      |     ^^^^^
                      = spec.prots
                      = hint: did you mean 'ports'?
                """)
    }

    @Test func diagnosticWithoutAPlace() {
        #expect(plain.text(for: Diagnostic(.warning, code: "x", "odd", path: "a.b")) == "warning: odd\n      = a.b")
        #expect(plain.text(for: Diagnostic(.note, code: "x", "fine")) == "note: fine")
    }

    @Test func severalMistakes() {
        var warning = Self.unknownKey
        warning.severity = .warning
        let error = DiagnosticsError([warning, Self.unknownKey, Self.unknownKey])
        let text = plain.text(for: error)
        #expect(text.hasSuffix("\nerror: 2 mistakes, 1 warning"))
        #expect(text.hasPrefix("agent.yaml:12:5: warning: unknown key"))
    }

    @Test func errorWithCauses() {
        let error = SampleError(
            summary: "agent 'hello' did not start", details: ["last lines:\n\ta\n\tb\n"], exitCode: .engineRefused,
            underlying: [
                SampleError(
                    summary: "the engine refused", details: ["port is taken"], hint: "use another port",
                    underlying: [PlainError(description: "connection reset")]),
                CancellationError(),
            ])
        #expect(
            plain.text(for: error) == """
                error: agent 'hello' did not start
                  last lines:
                      a
                      b
                caused by: the engine refused
                  port is taken
                caused by: connection reset
                caused by: interrupted
                hint: use another port
                """)
    }

    @Test func anErrorOfAnyType() {
        #expect(plain.text(for: PlainError(description: "odd\u{7}")) == #"error: odd\u{7}"#)
        #expect(plain.text(for: CancellationError()) == "error: interrupted")
        #expect(ErrorRenderer.exitCode(of: PlainError(description: "")) == .failure)
        #expect(ErrorRenderer.exitCode(of: CancellationError()) == .interrupted)
        #expect(ErrorRenderer.exitCode(of: DiagnosticsError([])) == .manifestInvalid)
    }

    @Test func mistakesAsACause() {
        let text = plain.text(
            for: SampleError(summary: "cannot go on", underlying: [DiagnosticsError([Self.unknownKey])]))
        #expect(text.hasPrefix("error: cannot go on\ncaused by: 1 mistake\n  agent.yaml:12:5: error: unknown key"))
    }

    @Test func longChainsEnd() {
        var error = SampleError(summary: "0")
        for level in 1...50 { error = SampleError(summary: "\(level)", underlying: [error]) }
        #expect(plain.text(for: error).split(separator: "\n").count < 20)
        #expect(plain.json(for: error).count < 2000)
    }

    @Test func colour() {
        let text = ErrorRenderer(usesColor: true).text(for: SampleError(summary: "x", hint: "y"))
        #expect(text == "\u{1B}[1;31merror:\u{1B}[0m x\n\u{1B}[1;36mhint:\u{1B}[0m y")
        let cause = SampleError(summary: "x", underlying: [DiagnosticsError([Self.unknownKey])])
        #expect(!ErrorRenderer(usesColor: true).text(for: cause).contains("u{1B}"))
    }

    /// Nothing that a manifest, an engine or a log holds can steer the terminal.
    @Test func controlCharactersAreEscaped() {
        let evil = "a\u{1B}]0;x\u{7}\u{9B}2J\r\nb\u{202E}c\u{7F}"
        let diagnostic = Diagnostic(
            .error, code: "x", evil, at: SourcePosition(file: evil, line: 1, column: 2), sourceLine: evil, path: evil,
            hint: evil)
        let error = SampleError(
            summary: evil, details: [evil], hint: evil,
            underlying: [PlainError(description: evil), DiagnosticsError([diagnostic])])
        for text in [plain.text(for: error), plain.text(for: diagnostic)] {
            #expect(
                text.unicodeScalars.allSatisfy {
                    $0 == "\n" || $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) && $0 != "\u{202E}"
                })
        }
        #expect(plain.text(for: SampleError(summary: evil)) == #"error: a\u{1B}]0;x\u{7}\u{9B}2J\r\nb\u{202E}c\u{7F}"#)
    }

    @Test func json() {
        let error = SampleError(
            summary: "no", details: ["a"], hint: "b", exitCode: .denied,
            underlying: [PlainError(description: "c/\u{1B}")])
        #expect(
            plain.json(for: error)
                == #"{"error":{"causes":[{"code":"error","message":"c/\u001b"}],"code":"sample.broken","details":["a"],"exitCode":77,"hint":"b","message":"no"}}"#
        )
        #expect(
            plain.json(
                for: DiagnosticsError([
                    Diagnostic(.error, code: "x", "y", at: SourcePosition(file: "f", line: 1, column: 2))
                ]))
                == #"{"error":{"code":"input.invalid","diagnostics":[{"code":"x","message":"y","position":{"column":2,"file":"f","line":1},"severity":"error"}],"exitCode":65,"message":"1 mistake"}}"#
        )
        #expect(plain.json(for: [] as [Diagnostic]) == #"{"diagnostics":[]}"#)
    }
}
