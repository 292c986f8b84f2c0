/// A decimal number as written, scaled without rounding errors of binary floating point.
struct DecimalText {
    private let whole: Substring
    private let fraction: Substring

    /// Reads digits with an optional point at the beginning of `text`; nil when there are none.
    /// - Returns: the number and what follows it.
    static func leading(_ text: String) -> (number: DecimalText, rest: String)? {
        func digits(_ part: Substring) -> Substring { part.prefix { ("0"..."9").contains($0) } }
        let whole = digits(text[...])
        var rest = text[whole.endIndex...]
        var fraction: Substring = ""
        if rest.first == "." {
            fraction = digits(rest.dropFirst())
            guard !fraction.isEmpty else { return nil }
            rest = rest[fraction.endIndex...]
        }
        guard !(whole.isEmpty && fraction.isEmpty) else { return nil }
        return (DecimalText(whole: whole, fraction: fraction), String(rest))
    }

    var hasFraction: Bool { !fraction.isEmpty }

    /// The number times `scale`, cut off below 1; nil when it does not fit 64 bits.
    func times(_ scale: Int64) -> Int64? {
        var total: Int64 = 0
        for digit in whole {
            guard let next = Self.appending(digit, to: total) else { return nil }
            total = next
        }
        let (scaled, overflow) = total.multipliedReportingOverflow(by: scale)
        guard !overflow else { return nil }
        // Beyond 18 digits a fraction is below anything that matters here, and the power of ten would overflow.
        var numerator: Int64 = 0
        var denominator: Int64 = 1
        for digit in fraction.prefix(18) {
            guard let next = Self.appending(digit, to: numerator) else { return nil }
            numerator = next
            denominator *= 10
        }
        let product = numerator.multipliedFullWidth(by: scale)
        let part = denominator.dividingFullWidth(product).quotient
        let (sum, carry) = scaled.addingReportingOverflow(part)
        return carry ? nil : sum
    }

    private static func appending(_ digit: Character, to number: Int64) -> Int64? {
        guard let value = digit.wholeNumberValue else { return nil }
        let (shifted, overflow) = number.multipliedReportingOverflow(by: 10)
        let (sum, carry) = shifted.addingReportingOverflow(Int64(value))
        return overflow || carry ? nil : sum
    }
}
