import Glibc
import SystemPackage

/// The entries of a folder of this host, with names of whatever bytes.
enum FolderEntries {
    /// Their paths, in no order.
    /// - Throws: `Errno`.
    static func paths(in folder: FilePath) throws -> [FilePath] {
        guard let stream = folder.withPlatformString({ opendir($0) }) else { throw Errno(rawValue: errno) }
        defer { closedir(stream) }
        var paths: [FilePath] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) {
                    FilePath.Component(platformString: $0)
                }
            }
            if let name, name.kind == .regular { paths.append(folder.appending(name)) }
        }
        return paths
    }
}
