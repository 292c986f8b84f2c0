import Diagnostics
import Testing

@Suite(.timeLimit(.minutes(5))) struct TerminalFilterTests {
    private static let table: [(printed: String, shown: String)] = [
        ("plain\ttext\r\nzażółć 日本 🎉\u{A0}\u{BF}", "plain\ttext\r\nzażółć 日本 🎉\u{A0}\u{BF}"),
        // Colours stay, in each of their notations.
        ("\u{1B}[31mred\u{1B}[0m\u{1B}[m", "\u{1B}[31mred\u{1B}[0m\u{1B}[m"),
        ("\u{1B}[1;38;5;200m\u{1B}[38:2::1:2:3mx", "\u{1B}[1;38;5;200m\u{1B}[38:2::1:2:3mx"),
        ("\u{9B}32mgreen", "\u{1B}[32mgreen"),
        // What looks like one, and sets something else.
        ("a\u{1B}[>4;2mb\u{1B}[?1mc\u{1B}[1 md\u{1B}[?25le", "abcde"),
        ("a\u{1B}[" + String(repeating: "1;", count: 100) + "mb", "ab"),
        // Clears, moves, asks.
        ("a\u{1B}[2J\u{1B}[H\u{1B}[3A\u{1B}[6n\u{1B}[cb", "ab"),
        ("a\u{1B}cb\u{1B}7c\u{1B}(0d\u{1B}#8e\u{1B} Ff", "abcdef"),
        // The clipboard, the title, links, notifications; ended by BEL and by ST in both forms.
        ("a\u{1B}]52;c;aGVsbG8=\u{7}b\u{1B}]0;title\u{1B}\\c\u{9D}2;x\u{9C}d", "abcd"),
        ("a\u{1B}]8;;http://x\u{1B}\\link\u{1B}]8;;\u{1B}\\b", "alinkb"),
        ("a\u{1B}P$q\"p\u{7}still\u{1B}\\b\u{1B}_apc\u{1B}\\c\u{1B}^pm\u{9C}d\u{1B}Xsos\u{1B}\\e", "abcde"),
        ("a\u{90}dcs\u{9C}b\u{98}sos\u{9C}c\u{9E}pm\u{9C}d\u{9F}apc\u{9C}e", "abcde"),
        ("a\u{1B}]0;żółć\u{7}b", "ab"),
        // A sequence that another one, CAN or SUB ends.
        ("a\u{1B}]0;x\u{1B}[31mb\u{1B}[2\u{18}c\u{1B}]0;y\u{1A}d\u{1B}[1\u{1B}[0me", "a\u{1B}[31mbcd\u{1B}[0me"),
        // One without an end hides no later line.
        ("a\u{1B}]0;hidden\nb\u{1B}[12\nc\u{1B}P\nd\u{1B}\ne", "a\nb\nc\nd\ne"),
        ("a\u{1B}ébc\u{1B}[1éd", "aébcéd"),
        // Bells, backspaces, other character sets, delete, and C1 controls of one letter.
        ("a\u{7}\u{8}\u{B}\u{C}\u{E}\u{F}\u{0}\u{7F}\u{85}\u{8D}b", "ab"),
        // What is no control amid characters that hold its byte.
        ("\u{6DB}\u{201B}\u{1F49B}", "\u{6DB}\u{201B}\u{1F49B}"),
    ]

    private func pass(_ pieces: [[UInt8]]) -> String {
        var filter = TerminalFilter()
        return String(decoding: pieces.flatMap { filter.pass($0) }, as: UTF8.self)
    }

    @Test(arguments: table) func coloursAlonePass(_ printed: String, _ shown: String) {
        #expect(pass([Array(printed.utf8)]) == shown)
    }

    @Test(arguments: table) func cutsMakeNoDifference(_ printed: String, _ shown: String) {
        let bytes = Array(printed.utf8)
        for cut in 0...bytes.count { #expect(pass([Array(bytes[..<cut]), Array(bytes[cut...])]) == shown) }
        #expect(pass(bytes.map { [$0] }) == shown)
    }

    /// Bytes that are no UTF-8, which terminals of other encodings, or careless ones, read as controls.
    @Test(
        arguments: [
            ([0x61, 0x9B, 0x32, 0x4A, 0x62], "ab"), ([0x61, 0x9D, 0x30, 0x3B, 0x78, 0x07, 0x62], "ab"),
            // ESC and CSI written longer than they are.
            ([0xE0, 0x82, 0x9B, 0x32, 0x4A, 0x62], "\u{FFFD}b"),
            ([0xF0, 0x80, 0x82, 0x9B, 0x32, 0x4A, 0x62], "\u{FFFD}b"),
            ([0xC0, 0x9B, 0x63, 0x62], "\u{FFFD}b"),
        ] as [([UInt8], String)])
    func bytesThatAreNoTextAreNoWayRound(_ printed: [UInt8], _ shown: String) {
        let whole = pass([printed])
        #expect(whole == shown)
        #expect(pass(printed.map { [$0] }) == whole)
    }

    @Test(arguments: [
        ("ready", "ready"), ("\u{1B}[1;32mready\u{1B}[0m", "ready"), ("a\u{1B}[31mb\u{1B}[mc\u{1B}[2Jd", "abcd"),
        ("\u{1B}[31", ""),
    ])
    func theTextAloneHasNoColours(_ printed: String, _ text: String) {
        #expect(String(decoding: TerminalFilter.plain(printed.utf8), as: UTF8.self) == text)
    }

    @Test(arguments: [
        ("plain", "plain"), ("10%\r20%", "10% 20%"), ("\u{1B}[2K\rother | spoofed", " other | spoofed"),
        ("\u{1B}[31mred", "\u{1B}[31mred\u{1B}[0m"), ("\u{1B}]0;x", ""),
    ])
    func aLineStaysInItsPlace(_ printed: String, _ shown: String) {
        #expect(String(decoding: TerminalFilter.line(printed.utf8), as: UTF8.self) == shown)
    }
}
