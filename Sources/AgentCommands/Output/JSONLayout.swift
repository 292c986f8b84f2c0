/// JSON over several lines for people who read it: two blanks a level, `"key": value`.
enum JSONLayout {
    /// Lays out one compact, valid document.
    static func indented(_ compact: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(compact.count * 2)
        var depth = 0
        var isInText = false
        var isEscaped = false
        for (index, byte) in compact.enumerated() {
            if isInText {
                result.append(byte)
                if !isEscaped, byte == UInt8(ascii: "\"") { isInText = false }
                isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
                continue
            }
            switch byte {
            case UInt8(ascii: "\""):
                isInText = true
                result.append(byte)
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                result.append(byte)
                depth += 1
                if index + 1 < compact.count, !isClosing(compact[index + 1]) { breakLine(&result, depth) }
            case _ where isClosing(byte):
                depth -= 1
                if index > 0, !isOpening(compact[index - 1]) { breakLine(&result, depth) }
                result.append(byte)
            case UInt8(ascii: ","):
                result.append(byte)
                breakLine(&result, depth)
            case UInt8(ascii: ":"): result += [byte, UInt8(ascii: " ")]
            default: result.append(byte)
            }
        }
        return result
    }

    private static func isOpening(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") }
    private static func isClosing(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") }

    private static func breakLine(_ result: inout [UInt8], _ depth: Int) {
        result.append(UInt8(ascii: "\n"))
        result += [UInt8](repeating: UInt8(ascii: " "), count: 2 * depth)
    }
}
