/// Takes everything out of a stream of bytes that would steer a terminal, but colours: what another program printed can else
/// clear the screen, write the clipboard, change the title, or answer a question in the user's name.
///
/// Text, tabs, line ends and carriage returns pass, and `CSI … m` (SGR, colours and weights). Sequences (ECMA-48: CSI, OSC, DCS,
/// APC, PM, SOS and those of one letter, with ESC or as C1 controls) and other control characters go, wherever the stream is cut.
/// A line end ends every sequence, so that one without an end hides one line at most. A pure value.
public struct TerminalFilter: Sendable {
    private enum State {
        case text
        /// After ESC, also in a sequence that an ESC ended.
        case escape
        /// After ESC and an intermediate byte.
        case intermediate
        /// After CSI, with the parameters so far; nil where it can be no colour.
        case control(parameters: [UInt8]?)
        /// In the text of OSC, DCS, APC, PM or SOS; BEL ends that of OSC alone.
        case string(endsWithBell: Bool)
        /// After ESC in such a text.
        case stringEscape
    }

    /// More parameters than any colour has.
    private static let longestParameters = 64
    private static let escape: UInt8 = 0x1B

    private var state = State.text
    /// What the next bytes of a character in UTF-8 may be; of the first of them only a part can be allowed.
    private var continuation: (count: Int, first: ClosedRange<UInt8>) = (0, 0x80...0xBF)
    /// Whether a byte 0xC2 waits for the next, with which it is a C1 control or a character.
    private var hasLead = false

    /// At the beginning of a stream.
    public init() {}

    /// What of the next piece may be shown.
    public mutating func pass(_ piece: some Sequence<UInt8>) -> [UInt8] {
        var shown: [UInt8] = []
        for byte in piece { take(byte, &shown) }
        return shown
    }

    /// What of a whole line may be shown: a carriage return in it would let it write over what stands before it, and its colours
    /// end with it.
    public static func line(_ text: some Sequence<UInt8>) -> [UInt8] {
        var filter = TerminalFilter()
        let shown = filter.pass(text).map { $0 == UInt8(ascii: "\r") ? UInt8(ascii: " ") : $0 }
        return shown.contains(escape) ? shown + [escape] + Array("[0m".utf8) : shown
    }

    /// A whole line's text alone, without colours, for those who look for something in it.
    public static func plain(_ text: some Sequence<UInt8>) -> [UInt8] {
        var filter = TerminalFilter()
        var shown = filter.pass(text)[...]
        var plain: [UInt8] = []
        // Only whole colours have passed.
        while let start = shown.firstIndex(of: escape) {
            plain += shown[..<start]
            shown = shown[start...].drop { $0 != UInt8(ascii: "m") }.dropFirst()
        }
        return plain + shown
    }

    private mutating func take(_ byte: UInt8, _ shown: inout [UInt8]) {
        if hasLead {
            hasLead = false
            if (0x80...0x9F).contains(byte) { return takeC1(byte) }
            show([0xC2], &shown)
            if (0xA0...0xBF).contains(byte) { return show([byte], &shown) }
        } else if continuation.count > 0 {
            let isPart = continuation.first.contains(byte)
            continuation = (isPart ? continuation.count - 1 : 0, 0x80...0xBF)
            if isPart { return show([byte], &shown) }
        }
        switch byte {
        case ..<0x20, 0x7F: takeC0(byte, &shown)
        case 0x20..<0x7F: takeLetter(byte, &shown)
        // Where a terminal does not read UTF-8 they are what they are in it after 0xC2.
        case 0x80...0x9F: takeC1(byte)
        case 0xC2: hasLead = true
        default:
            continuation =
                switch byte {
                case 0xC3...0xDF: (1, 0x80...0xBF)
                case 0xE0: (2, 0xA0...0xBF)
                case 0xE1...0xEF: (2, 0x80...0xBF)
                case 0xF0: (3, 0x90...0xBF)
                case 0xF1...0xF4: (3, 0x80...0xBF)
                default: (0, 0x80...0xBF)
                }
            show([byte], &shown)
        }
    }

    /// Text that is no ASCII: it ends a sequence that has none.
    private mutating func show(_ bytes: [UInt8], _ shown: inout [UInt8]) {
        switch state {
        case .text: shown += bytes
        case .string: break
        case .escape, .intermediate, .control, .stringEscape:
            state = .text
            shown += bytes
        }
    }

    private mutating func takeC0(_ byte: UInt8, _ shown: inout [UInt8]) {
        switch (byte, state) {
        case (UInt8(ascii: "\n"), _):
            state = .text
            shown.append(byte)
        case (UInt8(ascii: "\t"), .text), (UInt8(ascii: "\r"), .text): shown.append(byte)
        case (Self.escape, .string): state = .stringEscape
        case (Self.escape, _): state = .escape
        // BEL, and CAN and SUB.
        case (0x07, .string(endsWithBell: true)), (0x18, _), (0x1A, _): state = .text
        default: break
        }
    }

    private mutating func takeC1(_ byte: UInt8) {
        switch byte {
        case 0x9B: state = .control(parameters: [])
        case 0x9D: state = .string(endsWithBell: true)
        case 0x90, 0x98, 0x9E, 0x9F: state = .string(endsWithBell: false)
        default: state = .text
        }
    }

    private mutating func takeLetter(_ byte: UInt8, _ shown: inout [UInt8]) {
        switch state {
        case .text: shown.append(byte)
        case .string: break
        case .stringEscape where byte == UInt8(ascii: "\\"): state = .text
        case .escape, .stringEscape:
            switch byte {
            case UInt8(ascii: "["): state = .control(parameters: [])
            case UInt8(ascii: "]"): state = .string(endsWithBell: true)
            case UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"), UInt8(ascii: "_"):
                state = .string(endsWithBell: false)
            case 0x20...0x2F: state = .intermediate
            default: state = .text
            }
        case .intermediate: if byte >= 0x30 { state = .text }
        case .control(let parameters):
            switch byte {
            case 0x40...0x7E:
                state = .text
                guard byte == UInt8(ascii: "m"), let parameters else { return }
                shown += [Self.escape, UInt8(ascii: "[")] + parameters + [byte]
            case 0x30...0x3B where (parameters?.count ?? .max) < Self.longestParameters:
                state = .control(parameters: parameters.map { $0 + [byte] })
            default: state = .control(parameters: nil)
            }
        }
    }
}
