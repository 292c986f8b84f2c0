import SystemPackage

/// A file to which whole texts are added.
struct AppendingFile {
    private let descriptor: FileDescriptor

    init?(_ path: String) {
        guard
            let descriptor = try? FileDescriptor.open(
                FilePath(path), .writeOnly, options: [.append, .create], permissions: .ownerReadWrite)
        else { return nil }
        self.descriptor = descriptor
    }

    func write(_ text: String) { try? descriptor.closeAfter { _ = try descriptor.writeAll(text.utf8) } }
}
