import AgentValues
import Diagnostics

extension ValueReader {
    /// Text that is not empty. Numbers are taken as written (`version: 1.0` is `1.0`), booleans are a mistake.
    package func text() -> String? {
        guard let scalar = scalar(expected: "text") else { return nil }
        if case .bool = scalar.meaning, !scalar.isInterpolated {
            mismatch(expected: "text", hint: "put it in quotes if the text '\(scalar.text)' is meant")
            return nil
        }
        return checked(scalar, allowsEmpty: false)
    }

    /// Any scalar as written, empty text and null included: `value: false` is `false`.
    package func writtenText() -> String? {
        if isNull { return "" }
        guard let scalar = scalar(expected: "text") else { return nil }
        return checked(scalar, allowsEmpty: true)
    }

    private func checked(_ scalar: ReadingContext.Scalar, allowsEmpty: Bool) -> String? {
        if scalar.text.utf8.contains(0) {
            fail("the text holds a NUL character", hint: origin(scalar))
            return nil
        }
        if !allowsEmpty, scalar.text.isEmpty {
            fail("the text is empty", hint: origin(scalar))
            return nil
        }
        return scalar.text
    }

    /// A whole number in `range`.
    package func integer(in range: ClosedRange<Int>, what: String = "a whole number") -> Int? {
        let expected =
            range.upperBound == .max
            ? "\(what) of at least \(range.lowerBound)" : "\(what) from \(range.lowerBound) to \(range.upperBound)"
        guard let scalar = scalar(expected: expected) else { return nil }
        let meaning = scalar.isInterpolated ? CoreSchema(scalar.text) : scalar.meaning
        guard case .integer(let number) = meaning else {
            var hint = origin(scalar)
            if case .integer = CoreSchema(scalar.text), hint == nil { hint = "write it without quotes" }
            let shown = scalar.names.isEmpty ? found : "'\(scalar.text)'"
            fail("expected \(expected), found \(shown)", code: "manifest.type", hint: hint)
            return nil
        }
        // Older YAML reads 010 as eight, YAML 1.2 as ten; neither is safe to guess.
        let digits = scalar.text.drop { $0 == "-" || $0 == "+" }
        guard digits.count == 1 || !digits.hasPrefix("0") else {
            fail("'\(scalar.text)' can be read as two different numbers", hint: "write it without the leading 0")
            return nil
        }
        guard let value = Int(exactly: number), range.contains(value) else {
            fail("expected \(expected), found \(scalar.text)", hint: origin(scalar))
            return nil
        }
        return value
    }

    /// `true` or `false`.
    package func boolean() -> Bool? {
        guard let scalar = scalar(expected: "true or false") else { return nil }
        let meaning = scalar.isInterpolated ? CoreSchema(scalar.text) : scalar.meaning
        if case .bool(let value) = meaning { return value }
        let hint: String? =
            switch scalar.text.lowercased() {
            case "yes", "y", "on", "1": "write true"
            case "no", "n", "off", "0": "write false"
            case "true", "false": "write it without quotes"
            default: origin(scalar)
            }
        fail(
            "expected true or false, found \(scalar.names.isEmpty ? found : "'\(scalar.text)'")", code: "manifest.type",
            hint: hint)
        return nil
    }

    /// A time of at least `minimum`.
    func duration(atLeast minimum: Duration) -> Duration? {
        let expected = "a time such as 30s, 1m30s, 500ms or 1d (a plain number is seconds)"
        guard let scalar = scalar(expected: expected) else { return nil }
        guard let duration = DurationText.parse(scalar.text) else {
            let compact = scalar.text.filter { $0 != " " }
            let hint =
                compact != scalar.text && DurationText.parse(compact) != nil ? "write '\(compact)'" : origin(scalar)
            fail("expected \(expected), found '\(scalar.text)'", hint: hint)
            return nil
        }
        guard duration >= minimum else {
            fail(
                "expected a time of at least \(minimum == .zero ? "0s" : "1ms"), found '\(scalar.text)'",
                hint: origin(scalar))
            return nil
        }
        return duration
    }

    /// An amount as one of ``Quantity``'s functions reads it; numbers are taken as written.
    func quantity(_ parse: (String) throws(Quantity.Problem) -> Int64) -> Int64? {
        guard let text = text() else { return nil }
        do {
            return try parse(text)
        } catch {
            fail(error.message, hint: error.hint)
            return nil
        }
    }

    /// One of the cases of an enum.
    func choice<Choice: RawRepresentable & CaseIterable>(_: Choice.Type = Choice.self, what: String) -> Choice?
    where Choice.RawValue == String {
        guard let text = text() else { return nil }
        if let value = Choice(rawValue: text) { return value }
        refuse(text, what: what, expected: Choice.allCases.map(\.rawValue))
        return nil
    }

    /// Reports a word that is none of the expected ones.
    func refuse(_ word: String, what: String, expected: [String]) {
        fail("unknown \(what) '\(word)'; expected \(listed(expected))", hint: didYouMean(word, among: expected))
    }
}
