import EngineAPI
import Glibc
import SystemPackage

/// What this host knows of the image that it last built under a name: what it was built from, and which image that gave.
///
/// An image's labels say what whoever made it wrote there, so they are not asked: an image that was pulled or loaded under our name
/// could claim any digest. The record is this user's file, and names the image by its id, which is the digest of its content: no
/// other image can have it.
struct BuildRecord: Sendable, Hashable {
    /// The digest of ``BuildInputs``.
    var inputs: String
    /// The image's id without `sha256:`, 64 hexadecimal digits.
    let image: String

    private static let kind = "images"
    /// How many are kept. Without one an image is built once more, mostly from the engine's cache.
    private static let most = 512

    /// - Parameter image: the image's id, with `sha256:` or without.
    init(inputs: String, image: String) {
        self.inputs = inputs
        self.image = Self.digits(of: image)
    }

    /// Whether an image is the one that was built.
    func names(_ id: String) -> Bool { Self.digits(of: id) == image }

    private static func digits(of id: String) -> String { id.hasPrefix("sha256:") ? String(id.dropFirst(7)) : id }

    /// The record of a name on an engine; nil where there is none, or none that can be read.
    init?(of reference: String, on engine: EngineAddress) {
        guard let folder = try? HostState.folder(Self.kind, making: false),
            let file = try? folder.openFile(Self.name(of: reference, on: engine), O_RDONLY),
            let bytes = try? file.closeAfter({ try file.content() })
        else { return nil }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
        guard lines.count == 2, Self.isDigest(lines[0]), Self.isDigest(lines[1]) else { return nil }
        self.init(inputs: lines[0], image: lines[1])
    }

    /// Keeps it. That it cannot be kept is no error: the next build is one more.
    func keep(of reference: String, on engine: EngineAddress) {
        guard let folder = try? HostState.folder(Self.kind, making: true) else { return }
        let name = Self.name(of: reference, on: engine)
        Self.makeRoom(in: folder)
        let new = "\(name).\(AgentIdentity.newRun())"
        let text = "\(inputs)\n\(image)\n"
        do {
            _ = try folder.write(text.utf8, to: new, mode: 0o600)
            try folder.rename(new, to: name)
        } catch { try? folder.removeFile(new) }
    }

    /// Removes the older half where there are many.
    private static func makeRoom(in folder: HostFolder) {
        guard let names = try? folder.names(), names.count >= most else { return }
        let files = names.map { (name: $0, time: time(of: $0, in: folder)) }
        for file in files.sorted(by: { $0.time < $1.time }).prefix(files.count / 2) {
            try? folder.removeFile(file.name)
        }
    }

    /// When a file was written, in seconds since 1970; 0 where it cannot be told.
    private static func time(of name: String, in folder: HostFolder) -> Int {
        guard let file = try? folder.openFile(name, O_RDONLY) else { return 0 }
        defer { try? file.close() }
        var status = stat()
        return fstat(file.rawValue, &status) == 0 ? status.st_mtim.tv_sec : 0
    }

    /// Removes the record of a name.
    static func forget(_ reference: String, on engine: EngineAddress) {
        try? HostState.folder(kind, making: false)?.removeFile(name(of: reference, on: engine))
    }

    private static func name(of reference: String, on engine: EngineAddress) -> String {
        var hash = SHA256()
        hash.update(Array(reference.utf8))
        return "\(hash.hexadecimal).\(EngineKey(engine).digits)"
    }

    private static func isDigest(_ text: String) -> Bool {
        text.utf8.count == 64 && text.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) }
    }
}
