/// The header of one entry of a tar archive, as POSIX.1-2001 (`pax`) writes it: a ustar block, preceded by an extended
/// header where a name, a link's target or a size does not fit the block.
struct TarHeader {
    /// What the entry is.
    enum Kind: Equatable {
        /// A file of that many bytes.
        case file(size: Int64)
        case folder
        case symbolicLink(target: [UInt8])
    }

    static let blockSize = 512

    /// The path without slashes at its ends.
    var path: [UInt8]
    var kind: Kind
    /// The permission bits, `0o7777` at most.
    var mode: UInt32
    /// Seconds since 1970.
    var modified: Int64
    /// Who owns it: root unless given. An image must not depend on who built it.
    var owner = ContainerOwner.root

    /// The header's blocks.
    var blocks: [UInt8] {
        let name = kind == .folder ? path + [UInt8(ascii: "/")] : path
        var records: [UInt8] = []
        if name.count > 100 || !Self.isPlain(name) { records += Self.record("path", name) }
        var link: [UInt8] = []
        if case .symbolicLink(let target) = kind {
            link = target
            if target.count > 100 || !Self.isPlain(target) { records += Self.record("linkpath", target) }
        }
        let size = kind.size
        if size > 0o77_777_777_777 { records += Self.record("size", Array(String(size).utf8)) }

        var blocks: [UInt8] = []
        if !records.isEmpty {
            blocks += Self.block(
                name: Array("PaxHeaders/entry".utf8), mode: 0o644, owner: .root, size: Int64(records.count),
                modified: 0,
                type: "x", link: [])
            blocks += records
            blocks += Self.padding(after: Int64(records.count))
        }
        blocks += Self.block(
            name: name, mode: mode, owner: owner, size: size > 0o77_777_777_777 ? 0 : size, modified: max(0, modified),
            type: kind.type,
            link: link)
        return blocks
    }

    /// The zeros that fill the last block of `size` bytes.
    static func padding(after size: Int64) -> [UInt8] {
        let rest = Int(size % Int64(blockSize))
        return rest == 0 ? [] : [UInt8](repeating: 0, count: blockSize - rest)
    }

    /// The two blocks of zeros that end an archive.
    static var end: [UInt8] { [UInt8](repeating: 0, count: 2 * blockSize) }

    private static func isPlain(_ text: [UInt8]) -> Bool { text.allSatisfy { $0 < 0x80 } }

    /// `LENGTH KEY=VALUE\n`, where the length counts itself.
    private static func record(_ key: String, _ value: [UInt8]) -> [UInt8] {
        let rest = Array(" \(key)=".utf8) + value + [UInt8(ascii: "\n")]
        var length = rest.count + String(rest.count).utf8.count
        if rest.count + String(length).utf8.count > length { length += 1 }
        return Array(String(length).utf8) + rest
    }

    private static func block(
        name: [UInt8], mode: UInt32, owner: ContainerOwner, size: Int64, modified: Int64, type: Unicode.Scalar,
        link: [UInt8]
    ) -> [UInt8] {
        var block = [UInt8](repeating: 0, count: blockSize)
        func put(_ bytes: some Collection<UInt8>, at offset: Int, atMost count: Int) {
            for (index, byte) in bytes.prefix(count).enumerated() { block[offset + index] = byte }
        }
        func put(octal value: Int64, at offset: Int, digits: Int) {
            let text = String(value, radix: 8)
            let zeros = String(repeating: "0", count: max(0, digits - text.utf8.count))
            put((zeros + text).utf8.suffix(digits), at: offset, atMost: digits)
        }
        put(name, at: 0, atMost: 100)
        put(octal: Int64(mode), at: 100, digits: 7)
        put(octal: Int64(owner.user), at: 108, digits: 7)
        put(octal: Int64(owner.group), at: 116, digits: 7)
        put(octal: size, at: 124, digits: 11)
        put(octal: modified, at: 136, digits: 11)
        block[156] = UInt8(ascii: type)
        put(link, at: 157, atMost: 100)
        put("ustar\u{0}00".utf8, at: 257, atMost: 8)
        // The checksum is that of the block with spaces in its place.
        for index in 148..<156 { block[index] = UInt8(ascii: " ") }
        let sum = block.reduce(0) { $0 + Int64($1) }
        put(octal: sum, at: 148, digits: 6)
        block[154] = 0
        return block
    }
}

extension TarHeader.Kind {
    fileprivate var size: Int64 {
        if case .file(let size) = self { size } else { 0 }
    }

    fileprivate var type: Unicode.Scalar {
        switch self {
        case .file: "0"
        case .folder: "5"
        case .symbolicLink: "2"
        }
    }
}
