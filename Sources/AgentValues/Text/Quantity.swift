/// Amounts of CPU and memory as a manifest writes them.
public enum Quantity {
    /// Why a text is no amount.
    public struct Problem: Error, Equatable {
        /// What is wrong, in one sentence.
        public var message: String
        /// What to write instead.
        public var hint: String?
    }

    /// CPUs in billionths of one: `2`, `0.5`, `500m` (thousandths).
    public static func nanoCPUs(_ text: String) throws(Problem) -> Int64 {
        guard let (number, unit) = DecimalText.leading(text), unit.isEmpty || unit == "m" else {
            throw Problem(message: "expected a number of CPUs such as 2, 0.5 or 500m, found '\(text)'")
        }
        guard let nano = number.times(unit == "m" ? 1_000_000 : 1_000_000_000) else {
            throw Problem(message: "'\(text)' CPUs are more than any machine has")
        }
        guard nano > 0 else { throw Problem(message: "CPUs must be more than 0, found '\(text)'") }
        return nano
    }

    /// Bytes: a plain number, Kubernetes' and IEC's binary units (`512Mi`, `512MiB` = 512 × 1024²), Compose's in lower case
    /// (`512m`, `512mb`, the same), or decimal units (`1G`, `1GB` = 1000³, as in Kubernetes).
    public static func bytes(_ text: String) throws(Problem) -> Int64 {
        let expected = "expected an amount of memory such as 512Mi, 1.5Gi, 2GB or a number of bytes"
        guard let (number, unit) = DecimalText.leading(text) else {
            throw Problem(message: "\(expected), found '\(text)'")
        }
        guard let scale = units[unit] else {
            throw Problem(message: "\(expected), found '\(text)'", hint: hint(for: unit, in: text))
        }
        if scale == 1, number.hasFraction {
            throw Problem(
                message: "\(expected), found '\(text)'", hint: "a number of bytes has no fraction; is a unit missing?")
        }
        guard let bytes = number.times(scale) else {
            throw Problem(message: "'\(text)' is more memory than any machine has")
        }
        guard bytes > 0 else { throw Problem(message: "the amount must be more than 0, found '\(text)'") }
        return bytes
    }

    private static let units: [String: Int64] = {
        var units: [String: Int64] = ["": 1, "B": 1, "b": 1, "kB": 1000]
        var binary: Int64 = 1024
        var decimal: Int64 = 1000
        for letter in ["K", "M", "G", "T", "P"] {
            units["\(letter)i"] = binary
            units["\(letter)iB"] = binary
            units[letter.lowercased()] = binary
            units["\(letter.lowercased())b"] = binary
            units[letter] = decimal
            units["\(letter)B"] = decimal
            binary *= 1024
            decimal *= 1000
        }
        return units
    }()

    private static func hint(for unit: String, in text: String) -> String? {
        let number = text.dropLast(unit.count)
        if unit.hasPrefix(" ") { return "write the unit right behind the number" }
        guard let letter = unit.first?.uppercased(), units[letter] != nil else { return nil }
        let rest = unit.dropFirst().lowercased()
        return ["b", "i", "ib"].contains(rest) ? "did you mean '\(number)\(letter)i'?" : nil
    }
}
