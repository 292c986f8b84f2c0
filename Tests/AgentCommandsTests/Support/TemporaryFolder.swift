import FoundationEssentials
import Glibc
import SystemPackage

/// A folder that goes with its last reference.
final class TemporaryFolder: Sendable {
    let path: FilePath
    private let parent: FilePath

    /// - Parameter name: the folder's last component.
    init(named name: String) throws {
        var template = Array("/tmp/aac-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Errno(rawValue: errno) }
        parent = FilePath(String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self))
        path = parent.appending(name)
        guard mkdir(path.string, 0o755) == 0 else { throw Errno(rawValue: errno) }
    }

    /// Writes a file, in folders that are made for it.
    func write(_ text: String, to name: String) throws {
        try FileManager.default.createDirectory(
            atPath: path.appending(name).removingLastComponent().string, withIntermediateDirectories: true)
        let file = try FileDescriptor.open(
            path.appending(name), .writeOnly, options: [.create, .truncate], permissions: [.ownerReadWrite])
        try file.closeAfter { _ = try file.writeAll(Array(text.utf8)) }
    }

    deinit { try? FileManager.default.removeItem(atPath: parent.string) }
}
