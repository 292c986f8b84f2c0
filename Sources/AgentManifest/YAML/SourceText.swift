/// The content of a file: UTF-8 that holds only characters that YAML allows, and its lines.
struct SourceText {
    /// The text without a byte order mark.
    let bytes: [UInt8]
    /// The lines without their line ends, split where YAML 1.1 splits them, so that libyaml's line numbers fit.
    let lines: [String]

    /// What is wrong with a file before any syntax is looked at.
    struct Problem: Error {
        var code: String
        var message: String
        var mark: SourceMark
        var line: String
        var hint: String?
    }

    init(_ input: [UInt8]) throws(Problem) {
        guard input.count <= YAMLLimits.fileBytes else {
            throw Problem(
                code: "manifest.limit", message: "the file is larger than 1 MiB", mark: .start, line: "",
                hint: "a manifest is a few kilobytes; keep data in files of its own")
        }
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        bytes = Array(input.starts(with: mark) ? input.dropFirst(mark.count) : input[...])
        var lines: [String] = []
        var line = String.UnicodeScalarView()
        var problem: Problem?
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        var afterReturn = false
        var column = 1
        decoding: while true {
            let here = SourceMark(line: lines.count + 1, column: column)
            switch decoder.decode(&iterator) {
            case .emptyInput: break decoding
            case .error:
                let wide = input.starts(with: [0xFF, 0xFE]) || input.starts(with: [0xFE, 0xFF])
                problem = Problem(
                    code: "manifest.encoding", message: "the file is not valid UTF-8", mark: here, line: String(line),
                    hint: wide ? "it looks like UTF-16; save it as UTF-8" : "save the file as UTF-8")
                break decoding
            case .scalarValue(let scalar):
                if let name = Self.forbiddenName(scalar) {
                    problem = Problem(
                        code: "manifest.encoding", message: "the file holds \(name), which YAML does not allow",
                        mark: here,
                        line: String(line),
                        hint: #"inside double quotes, write it as an escape such as "\0" or "\u0001""#)
                    break decoding
                }
                defer { afterReturn = scalar == "\r" }
                switch scalar {
                case "\n" where afterReturn: break
                case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}":
                    lines.append(String(line))
                    line = String.UnicodeScalarView()
                    column = 1
                default:
                    line.append(scalar)
                    column += 1
                }
            }
        }
        if let problem { throw problem }
        if !line.isEmpty { lines.append(String(line)) }
        self.lines = lines
    }

    /// A name for a character that YAML does not allow, else nil.
    private static func forbiddenName(_ scalar: Unicode.Scalar) -> String? {
        switch scalar.value {
        case 0: "a NUL character"
        case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD, 0x10000...0x10FFFF:
            nil
        case 0xFEFF: "a byte order mark in the middle"
        default: "the control character U+" + String(scalar.value, radix: 16, uppercase: true)
        }
    }
}
