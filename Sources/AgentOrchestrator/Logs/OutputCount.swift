/// How much of one stream was printed, as it is found again in an engine's log: whole lines, and the bytes of the one that has not
/// ended. Engines change bytes that are no text, and keep line ends. A pure value.
struct OutputCount: Sendable, Hashable {
    private static let lineEnd = UInt8(ascii: "\n")

    private(set) var lines = 0
    private(set) var bytes = 0

    var isZero: Bool { lines == 0 && bytes == 0 }

    /// Counts what was printed.
    mutating func add(_ text: ArraySlice<UInt8>) {
        guard let last = text.lastIndex(of: Self.lineEnd) else {
            bytes += text.count
            return
        }
        lines += text.reduce(0) { $1 == Self.lineEnd ? $0 + 1 : $0 }
        bytes = text.endIndex - last - 1
    }

    /// Counts off what comes again.
    ///
    /// - Returns: what is left of the text.
    mutating func drop(from text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var rest = text
        while lines > 0, let end = rest.firstIndex(of: Self.lineEnd) {
            lines -= 1
            rest = rest[(end + 1)...]
        }
        guard lines == 0 else { return [] }
        let count = min(bytes, rest.count)
        bytes -= count
        return rest.dropFirst(count)
    }
}
