internal import FoundationEssentials
internal import Glibc
internal import SystemPackage

/// A folder below `/tmp` that goes with its last reference.
final class TestFolder: Sendable {
    let path: String

    init() throws { path = try Self.make() }

    /// Makes a folder that somebody else removes; returns its path.
    static func make() throws -> String {
        var template = Array("/tmp/aac-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Errno(rawValue: errno) }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file; returns its path.
    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        let file = try FileDescriptor.open(
            FilePath("\(path)/\(name)"), .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
        try file.closeAfter { _ = try file.writeAll(text.utf8) }
        return "\(path)/\(name)"
    }
}
