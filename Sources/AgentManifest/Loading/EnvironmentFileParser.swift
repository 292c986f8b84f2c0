import Diagnostics

/// Reads the lines of an environment file.
struct EnvironmentFileParser {
    let lines: [String]
    let file: String
    /// What names in values stand for, before those of the file; nil leaves values as they are written.
    let outer: [String: String]?
    /// How bad a mistake is.
    let severity: Diagnostic.Severity
    private(set) var unreadable = UnreadableNames()
    private var expandedBytes = 0
    private(set) var variables: [String: String] = [:]
    private(set) var diagnostics: [Diagnostic] = []
    private var row = 0

    init(lines: [String], file: String, outer: [String: String]?, severity: Diagnostic.Severity) {
        self.lines = lines
        self.file = file
        self.outer = outer
        self.severity = severity
    }

    mutating func parse() {
        while row < lines.count {
            parseLine(Array(lines[row].unicodeScalars))
            row += 1
        }
    }

    private mutating func parseLine(_ line: [Unicode.Scalar]) {
        var place = 0
        func skipBlanks() { while place < line.count, Self.isBlank(line[place]) { place += 1 } }
        skipBlanks()
        guard place < line.count, line[place] != "#" else { return }
        if line[place...].starts(with: "export".unicodeScalars), line.count > place + 6, Self.isBlank(line[place + 6]) {
            place += 6
            skipBlanks()
        }
        let nameStart = place
        while place < line.count, Self.isNamePart(line[place]) { place += 1 }
        let name = Self.string(line[nameStart..<place])
        let nameEnd = place
        skipBlanks()
        guard place < line.count, line[place] == "=" else {
            let isNameOnly = place == line.count && !name.isEmpty
            unreadable.names.insert(name)
            fail(
                isNameOnly ? "'\(name)' has no value; expected NAME=VALUE" : "expected NAME=VALUE", column: nameEnd + 1,
                hint: isNameOnly
                    ? "write '\(name)=' for an empty value" : "a name has letters, digits, '_', '.' and '-'")
            return
        }
        guard let first = name.unicodeScalars.first, !("0"..."9").contains(first) else {
            fail("expected a name before '='", column: nameStart + 1)
            return
        }
        place += 1
        skipBlanks()
        if place < line.count, line[place] == "'" || line[place] == "\"" {
            parseQuoted(name, line: line, from: place)
        } else {
            keep(name, as: plainValue(line[place...]), column: place + 1)
        }
    }

    /// A value up to ` #`, without blanks at its end.
    private func plainValue(_ rest: ArraySlice<Unicode.Scalar>) -> String {
        var end = rest.startIndex
        while end < rest.endIndex {
            if rest[end] == "#", end == rest.startIndex || Self.isBlank(rest[end - 1]) { break }
            end += 1
        }
        var value = rest[..<end]
        while let last = value.last, Self.isBlank(last) { value.removeLast() }
        return outer == nil ? Self.string(value) : Self.string(value).replacing("\\$", with: "$$")
    }

    /// Keeps a value with the names in it replaced.
    private mutating func keep(_ name: String, as value: String, isLiteral: Bool = false, column: Int) {
        guard let outer, !isLiteral, value.utf8.contains(UInt8(ascii: "$")) else {
            variables[name] = value
            unreadable.names.remove(name)
            return
        }
        var interpolator = Interpolator(variables: outer)
        interpolator.style = .environmentFile(earlier: variables)
        interpolator.limit = YAMLLimits.interpolatedBytes - expandedBytes
        let result = interpolator.expand(value)
        expandedBytes += result.text.utf8.count
        for problem in result.problems { fail(problem.message, column: column, hint: problem.hint) }
        guard result.problems.isEmpty else {
            variables[name] = nil
            unreadable.names.insert(name)
            return
        }
        for unset in result.unset {
            report(
                .warning, "environment-file.variable", "the variable \(unset) is not set; it counts as empty",
                column: column, hint: "write ${\(unset):-default}, or '$$' for a plain dollar sign")
        }
        variables[name] = result.text
        unreadable.names.remove(name)
    }

    /// A value in quotes that may go on in the next lines.
    private mutating func parseQuoted(_ name: String, line: [Unicode.Scalar], from start: Int) {
        let quote = line[start]
        let firstRow = row
        var line = line
        var place = start + 1
        var value = String.UnicodeScalarView()
        while true {
            while place < line.count, line[place] != quote {
                if quote == "\"", line[place] == "\\", place + 1 < line.count,
                    let escaped = Self.escapes[line[place + 1]]
                {
                    // Twice, so that it stays a dollar sign when names are replaced.
                    if escaped == "$", outer != nil { value.append("$") }
                    value.append(escaped)
                    place += 2
                } else {
                    value.append(line[place])
                    place += 1
                }
            }
            if place < line.count { break }
            guard row + 1 < lines.count else {
                row = firstRow
                unreadable.names.insert(name)
                unreadable.isCutShort = true
                fail("the quote of the value of '\(name)' is not closed", column: start + 1)
                row = lines.count
                return
            }
            value.append("\n")
            row += 1
            line = Array(lines[row].unicodeScalars)
            place = 0
        }
        let rest = line[(place + 1)...].drop(while: Self.isBlank)
        if let first = rest.first, first != "#" {
            unreadable.names.insert(name)
            fail("unexpected text behind the value of '\(name)'", column: rest.startIndex + 1)
            return
        }
        let lastRow = row
        row = firstRow
        keep(name, as: String(value), isLiteral: quote == "'", column: start + 1)
        row = lastRow
    }

    private static let escapes: [Unicode.Scalar: Unicode.Scalar] = [
        "n": "\n", "r": "\r", "t": "\t", "\"": "\"", "\\": "\\", "$": "$",
    ]

    private mutating func fail(_ message: String, column: Int, hint: String? = nil) {
        report(severity, "environment-file.syntax", message, column: column, hint: hint)
    }

    private mutating func report(
        _ severity: Diagnostic.Severity, _ code: String, _ message: String, column: Int, hint: String?
    ) {
        guard diagnostics.count < YAMLLimits.diagnostics else { return }
        // The line is not quoted: whatever stands in it may be part of a secret.
        diagnostics.append(
            Diagnostic(
                severity, code: code, message,
                at: SourcePosition(file: file, line: row + 1, column: column), hint: hint))
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" }

    private static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar) || scalar == "_"
            || scalar == "." || scalar == "-"
    }

    private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }
}
