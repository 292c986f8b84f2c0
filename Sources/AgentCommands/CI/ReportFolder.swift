import FoundationEssentials
import SystemPackage

/// The folder of `--report`. Files of an earlier report with the same names are replaced.
struct ReportFolder: Sendable {
    let path: FilePath

    /// Makes the folder and those above it.
    ///
    /// - Throws: ``CommandError`` when that cannot be done.
    init(_ name: String) throws {
        path = FilePath(ProjectName.currentFolder).pushing(FilePath(name))
        try Self.reporting("make the folder", path) {
            try FileManager.default.createDirectory(
                atPath: path.appending("logs").string, withIntermediateDirectories: true)
        }
    }

    /// Opens a new, empty file.
    func create(_ name: String) throws -> FileDescriptor {
        let file = path.appending(FilePath(name).components)
        return try Self.reporting("write", file) {
            try FileDescriptor.open(
                file, .writeOnly, options: [.create, .truncate],
                permissions: [.ownerReadWrite, .groupRead, .otherRead])
        }
    }

    /// Writes a whole file.
    func write(_ bytes: [UInt8], to name: String) throws {
        let file = try create(name)
        try Self.reporting("write", path.appending(FilePath(name).components)) {
            try file.closeAfter { _ = try file.writeAll(bytes) }
        }
    }

    private static func reporting<Value>(_ action: String, _ path: FilePath, _ body: () throws -> Value) throws -> Value
    {
        do { return try body() } catch {
            throw CommandError(
                .inputOutput, "cannot \(action) '\(path)': \(error)",
                hint: "--report names a folder that we may write to")
        }
    }
}
