import Glibc
import HTTPTypes

/// Field lines that came before, with what they mean: a server sends most of its field lines again with each response, and
/// looking one up is several times quicker than parsing it. Lives on the loop's thread.
final class FieldLineCache {
    private struct Entry {
        var line: [UInt8]
        var field: HTTPField
    }

    /// Each line has one place, which the last line with the same place takes.
    private var entries = [Entry?](repeating: nil, count: 64)
    /// Longer lines are seldom sent twice.
    private static let longestLine = 128

    /// The field of the same line, seen before.
    func field(for line: UnsafeRawBufferPointer) -> HTTPField? {
        guard let place = place(of: line), let entry = entries[place], entry.line.count == line.count else {
            return nil
        }
        let isSame = entry.line.withUnsafeBytes { kept in
            guard let kept = kept.baseAddress, let new = line.baseAddress else { return false }
            return memcmp(kept, new, line.count) == 0
        }
        return isSame ? entry.field : nil
    }

    /// Keeps a line and its field.
    func keep(_ field: HTTPField, for line: UnsafeRawBufferPointer) {
        guard let place = place(of: line) else { return }
        entries[place] = Entry(line: Array(line), field: field)
    }

    private func place(of line: UnsafeRawBufferPointer) -> Int? {
        guard let first = line.first, line.count <= Self.longestLine else { return nil }
        let middle = line[line.count / 2]
        return (line.count &* 37 &+ Int(first) &* 7 &+ Int(middle) &* 13) % entries.count
    }
}
