import EngineAPI
import HTTPTransport

/// The files of a container as the engine reaches them: `/containers/{id}/archive`.
struct ArchiveFiles: ContainerFiles {
    let engine: EngineClient
    let container: String

    func find(_ path: String) async throws -> ContainerEntry? {
        do {
            let file = try await engine.containers.stat(container, path: path)
            // Docker says this of links alone, Podman always, and `/.` of `/`.
            guard let target = file.linkTarget.map({ CopyPath(inContainer: $0).absolute }), target != path else {
                return ContainerEntry(files: self, path: path, isFolder: file.isDirectory)
            }
            let isFolder = try await engine.containers.stat(container, path: target).isDirectory
            return ContainerEntry(files: self, path: target, isFolder: isFolder)
        } catch let error as EngineError where error.code == .notFound {
            return nil
        }
    }

    func read(_ path: String, to sink: @escaping @Sendable ([UInt8]) async throws -> Void) async throws {
        for try await piece in try await engine.containers.archive(container, path: path) { try await sink(piece) }
    }

    func write(_ archive: any AsyncSequence<[UInt8], any Error> & Sendable, into folder: String) async throws {
        try await engine.containers.extract(.stream(archive, length: nil), into: container, path: folder)
    }
}
