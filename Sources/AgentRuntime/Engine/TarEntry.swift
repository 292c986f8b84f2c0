/// The first entry of a tar archive that an engine sent: who owns it, and what comes after its header (POSIX.1-2001, `ustar`).
struct TarEntry {
    private static let blockSize = 512

    /// The permission bits.
    let mode: UInt32
    /// Who owns it.
    let owner: ContainerOwner
    /// The bytes of its content.
    let size: Int
    /// What comes after the header, as far as the archive has been read.
    let rest: ArraySlice<UInt8>

    /// Skips extended headers; nil where there is no whole header.
    init?(_ archive: ArraySlice<UInt8>) {
        var archive = archive
        while true {
            guard archive.count >= Self.blockSize else { return nil }
            let block = Array(archive.prefix(Self.blockSize))
            guard let size = Self.number(block[124..<136]).flatMap({ Int(exactly: $0) }), size <= 1 << 30 else {
                return nil
            }
            archive = archive.dropFirst(Self.blockSize)
            // Of POSIX and of GNU tar: for the next entry, or for all.
            guard !"xgLK".utf8.contains(block[156]) else {
                archive = archive.dropFirst((size + Self.blockSize - 1) / Self.blockSize * Self.blockSize)
                continue
            }
            guard let mode = Self.number(block[100..<108]), let user = Self.number(block[108..<116]),
                let group = Self.number(block[116..<124])
            else { return nil }
            self.mode = UInt32(truncatingIfNeeded: mode)
            owner = ContainerOwner(user: UInt32(truncatingIfNeeded: user), group: UInt32(truncatingIfNeeded: group))
            self.size = size
            rest = archive
            return
        }
    }

    /// Octal digits, or, where the first bit is set, a number of the other bits.
    private static func number(_ field: ArraySlice<UInt8>) -> UInt64? {
        guard let first = field.first else { return nil }
        if first & 0x80 != 0 { return field.dropFirst().reduce(UInt64(first & 0x7F)) { $0 << 8 | UInt64($1) } }
        let digits = String(decoding: field.prefix { $0 != 0 }, as: UTF8.self).filter { $0 != " " }
        return digits.isEmpty ? 0 : UInt64(digits, radix: 8)
    }
}
