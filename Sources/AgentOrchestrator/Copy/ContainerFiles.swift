import EngineAPI

/// A way to the files of one container.
protocol ContainerFiles: Sendable {
    /// What a path leads to, links followed; nil when nothing is there.
    func find(_ path: String) async throws -> ContainerEntry?

    /// The file or folder at a path as a tar archive, whose one top entry it is.
    func read(_ path: String, to sink: @escaping @Sendable ([UInt8]) async throws -> Void) async throws

    /// Unpacks a tar archive into a folder.
    func write(_ archive: any AsyncSequence<[UInt8], any Error> & Sendable, into folder: String) async throws
}

/// A file or folder of a container.
struct ContainerEntry: Sendable {
    /// The way to it.
    let files: any ContainerFiles
    /// Its absolute path, without links.
    let path: String
    let isFolder: Bool
}

/// The files of one container, wherever they are.
///
/// Engines reach the image's files and volumes from outside, also while the container is stopped, but no memory: what is on
/// a tmpfs is read and written by the container's own `tar`.
package struct ContainerView: Sendable {
    let inspection: ContainerInspection
    /// The engine that it is on.
    let engine: EngineClient
    private let outside: ArchiveFiles
    private let inside: ProgramFiles

    init(_ inspection: ContainerInspection, of engine: EngineClient) {
        self.inspection = inspection
        self.engine = engine
        outside = ArchiveFiles(engine: engine, container: inspection.id)
        inside = ProgramFiles(engine: engine, container: inspection.id)
    }

    /// What a path leads to; nil when nothing is there.
    ///
    /// - Throws: ``AgentError`` when only the container itself could tell, and it does not run or has no `tar`.
    func find(_ path: String) async throws -> ContainerEntry? {
        if let mount = memory.first(where: { Self.isIn($0, path) }) {
            guard isRunning else {
                throw AgentError(
                    .notRunning, "'\(mount)' is in memory, and the agent is not running", hint: "start it first")
            }
            return try await inside.find(path)
        }
        if let entry = try await outside.find(path) { return entry }
        // A link may lead into memory.
        guard isRunning, !memory.isEmpty else { return nil }
        return try? await inside.find(path)
    }

    /// Whether nothing can be written at a path, whoever tries.
    func isReadOnly(_ path: String) -> Bool {
        let mounts = writability.filter { Self.isIn($0.key, path) }
        if let closest = mounts.max(by: { $0.key.utf8.count < $1.key.utf8.count }) { return !closest.value }
        return inspection.host.readOnlyRootFilesystem == true
    }

    /// The mounts that can be written to.
    var writableMounts: [String] { writability.filter(\.value).map(\.key).sorted() }

    private var isRunning: Bool { inspection.state.isRunning && !inspection.state.isPaused }

    private var writability: [String: Bool] {
        var mounts = Dictionary(inspection.mounts.map { ($0.destination, $0.isWritable) }) { $1 }
        for (path, options) in inspection.host.tmpfs ?? [:] {
            mounts[path] = !options.split(separator: ",").contains("ro")
        }
        return mounts
    }

    private var memory: [String] {
        Array((inspection.host.tmpfs ?? [:]).keys) + inspection.mounts.filter { $0.kind == .tmpfs }.map(\.destination)
            + (inspection.host.mounts ?? []).filter { $0.kind == .tmpfs }.map(\.target)
            + ["/dev", "/proc", "/sys"]
    }

    private static func isIn(_ folder: String, _ path: String) -> Bool {
        path == folder || path.hasPrefix(folder.hasSuffix("/") ? folder : "\(folder)/")
    }
}
