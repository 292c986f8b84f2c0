import FoundationEssentials
import Glibc
import SystemPackage

/// A folder that is removed with its owner.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/aac-build-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Errno(rawValue: errno) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    subscript(name: String) -> String { "\(path)/\(name)" }

    func addFolder(_ name: String, mode: mode_t = 0o755) throws {
        try check(mkdir(self[name], mode))
        try check(chmod(self[name], mode))
    }

    func add(_ name: String, _ text: String = "", mode: mode_t = 0o644) throws {
        try add(name, bytes: Array(text.utf8), mode: mode)
    }

    func add(_ name: String, bytes: [UInt8], mode: mode_t = 0o644) throws {
        let parents = name.split(separator: "/").dropLast()
        for count in parents.indices { mkdir(self[parents[...count].joined(separator: "/")], 0o755) }
        let file = try FileDescriptor.open(
            FilePath(self[name]), .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
        try file.closeAfter { _ = try file.writeAll(bytes) }
        try check(chmod(self[name], mode))
    }

    func addLink(_ name: String, to target: String) throws { try check(symlink(target, self[name])) }

    func addPipe(_ name: String) throws { try check(mkfifo(self[name], 0o600)) }

    private func check(_ result: Int32) throws {
        if result != 0 { throw Errno(rawValue: errno) }
    }
}
