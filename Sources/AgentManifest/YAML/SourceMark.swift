/// A place in a file; both numbers count from 1, the column in Unicode scalars as libyaml counts them.
struct SourceMark: Hashable, Comparable {
    var line: Int
    var column: Int

    static let start = SourceMark(line: 1, column: 1)

    static func < (a: SourceMark, b: SourceMark) -> Bool { (a.line, a.column) < (b.line, b.column) }
}
