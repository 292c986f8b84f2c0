/// A small tar archive for tests, in memory: contexts of builds, images, files for containers.
public struct TestArchive: Sendable {
    private var blocks: [UInt8] = []
    private static let blockSize = 512

    /// An empty archive.
    public init() {}

    /// The whole archive, with its end.
    public var bytes: [UInt8] { blocks + [UInt8](repeating: 0, count: 2 * Self.blockSize) }

    /// Adds a file. Paths are relative, of at most 100 bytes.
    public mutating func addFile(_ path: String, _ content: [UInt8], mode: Int = 0o644) {
        addHeader(path, type: "0", mode: mode, size: content.count)
        blocks += content
        blocks += [UInt8](repeating: 0, count: (Self.blockSize - content.count % Self.blockSize) % Self.blockSize)
    }

    /// Adds a file of text.
    public mutating func addFile(_ path: String, _ content: String, mode: Int = 0o644) {
        addFile(path, Array(content.utf8), mode: mode)
    }

    /// Adds a folder.
    public mutating func addFolder(_ path: String, mode: Int = 0o755) {
        addHeader("\(path)/", type: "5", mode: mode, size: 0)
    }

    /// Adds a symbolic link.
    public mutating func addLink(_ path: String, to target: String) {
        addHeader(path, type: "2", mode: 0o777, size: 0, target: target)
    }

    /// Adds a named pipe.
    public mutating func addPipe(_ path: String) { addHeader(path, type: "6", mode: 0o644, size: 0) }

    /// A header of POSIX.1-1988 (`ustar`), owned by root, from 1970.
    private mutating func addHeader(_ path: String, type: Unicode.Scalar, mode: Int, size: Int, target: String = "") {
        var header = [UInt8](repeating: 0, count: Self.blockSize)
        func put(_ text: String, at offset: Int, upTo length: Int) {
            for (index, byte) in text.utf8.prefix(length).enumerated() { header[offset + index] = byte }
        }
        func octal(_ value: Int, _ width: Int) -> String {
            let digits = String(value, radix: 8)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        put(path, at: 0, upTo: 100)
        put(octal(mode, 7), at: 100, upTo: 7)
        put(octal(0, 7), at: 108, upTo: 7)
        put(octal(0, 7), at: 116, upTo: 7)
        put(octal(size, 11), at: 124, upTo: 11)
        put(octal(0, 11), at: 136, upTo: 11)
        put("        ", at: 148, upTo: 8)
        put(String(Character(type)), at: 156, upTo: 1)
        put(target, at: 157, upTo: 100)
        put("ustar", at: 257, upTo: 5)
        put("00", at: 263, upTo: 2)
        let sum = header.reduce(0) { $0 + Int($1) }
        put(octal(sum, 6), at: 148, upTo: 6)
        (header[154], header[155]) = (0, UInt8(ascii: " "))
        blocks += header
    }
}
