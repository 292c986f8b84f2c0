/// A pattern for names with slashes: `*` stands for any text without a slash, `**` for any text, `?` for one character but a slash.
struct GlobPattern: Sendable, Hashable {
    private enum Part: Hashable {
        case character(UInt8)
        case one, some, any
    }

    let text: String
    private let parts: [Part]

    init(_ text: String) {
        self.text = text
        var parts: [Part] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "*"):
                if parts.last == .some {
                    parts[parts.count - 1] = .any
                } else if parts.last != .any {
                    parts.append(.some)
                }
            case UInt8(ascii: "?"): parts.append(.one)
            default: parts.append(.character(byte))
            }
        }
        self.parts = parts
    }

    /// Whether the whole of `name` is what the pattern says; the time is bounded by the product of both lengths.
    func matches(_ name: String) -> Bool {
        let slash = UInt8(ascii: "/")
        let name = Array(name.utf8)
        // Which beginnings of the name the parts so far can stand for.
        var reachable = [true] + Array(repeating: false, count: name.count)
        for part in parts {
            var next = Array(repeating: false, count: name.count + 1)
            if part == .some || part == .any { next[0] = reachable[0] }
            for (index, byte) in name.enumerated() {
                next[index + 1] =
                    switch part {
                    case .character(let wanted): reachable[index] && byte == wanted
                    case .one: reachable[index] && byte != slash
                    case .some: reachable[index + 1] || (next[index] && byte != slash)
                    case .any: reachable[index + 1] || next[index]
                    }
            }
            reachable = next
        }
        return reachable[name.count]
    }
}
