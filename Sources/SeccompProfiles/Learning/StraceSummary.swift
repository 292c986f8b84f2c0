/// The calls of a program, from what `strace -f -c` prints at its end; see strace(1).
public struct StraceSummary: Sendable, Hashable {
    /// How often each call was made.
    public var counts: [String: Int]

    /// The names of the calls.
    public var calls: Set<String> { Set(counts.keys) }

    /// Reads one or more of strace's tables out of a text, and adds them up; lines that belong to no table are passed over.
    /// - Throws: ``SeccompError`` when the text holds no whole table.
    public init(parsing text: String) throws(SeccompError) {
        counts = [:]
        var isInTable = false
        var tables = 0
        for line in text.split(whereSeparator: \.isNewline) {
            let fields = line.split(separator: " ")
            if fields.first?.allSatisfy({ $0 == "-" }) == true {
                // A line of dashes opens the table's body, and closes it.
                isInTable.toggle()
                if !isInTable { tables += 1 }
                continue
            }
            // % time, seconds, usecs/call, calls, errors where there were any, syscall.
            guard isInTable, (5...6).contains(fields.count), let count = Int(fields[3]), let name = fields.last else {
                continue
            }
            counts[String(name), default: 0] += count
        }
        guard tables > 0, !isInTable else {
            throw SeccompError(
                .invalid, "the text holds no summary of strace",
                hint: "strace writes it when the program has ended: strace -f -c -o FILE PROGRAM")
        }
    }
}
