import Glibc
import SystemPackage

/// Small local files of the user's configuration.
enum SmallFile {
    /// Reads a file.
    /// - Throws: `Errno`; `fileTooLarge` beyond `limit` bytes.
    static func read(_ path: String, upTo limit: Int = 4 << 20) throws -> [UInt8] {
        let file = try FileDescriptor.open(FilePath(path), .readOnly)
        return try file.closeAfter {
            var content: [UInt8] = []
            var chunk = [UInt8](repeating: 0, count: 1 << 16)
            while case let count = try chunk.withUnsafeMutableBytes({ try file.read(into: $0) }), count > 0 {
                content += chunk[..<count]
                if content.count > limit { throw Errno.fileTooLarge }
            }
            return content
        }
    }

    /// The names in a folder, sorted; none where it cannot be read.
    static func names(inFolder path: String) -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }
}
