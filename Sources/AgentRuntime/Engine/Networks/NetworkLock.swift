import AgentValues
import SystemPackage

/// Lets one process of this host at a time create a project's network: asked twice at the same time, Docker creates two
/// networks of one name, and then finds neither by it. A locked file (flock(2)), which goes with the instance. One file
/// serves all engines, so that the file of a killed command is found although the engine is called by another address
/// next time.
final class NetworkLock: Sendable {
    private static let backoff = Backoff.every(.milliseconds(10))

    private let folder: HostFolder
    private let name: String
    private let file: FileDescriptor

    private init(_ folder: HostFolder, _ name: String, _ file: FileDescriptor) {
        self.folder = folder
        self.name = name
        self.file = file
    }

    deinit { folder.removeLocked(file, name) }

    /// Waits until nobody else holds the lock.
    ///
    /// - Returns: nil where this host has no place for it; the engine alone decides then.
    /// - Throws: `CancellationError` while waiting.
    static func acquire(_ project: String) async throws -> NetworkLock? {
        guard let folder = try? HostState.folder("networks", making: true) else { return nil }
        do {
            let file = try await backoff.poll { try folder.openLocked(project, making: true) }
            return NetworkLock(folder, project, file)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            return nil
        }
    }

    /// Removes the file of a project's lock that a killed process left.
    static func removeLeftover(of project: String) throws {
        guard let folder = try HostState.folder("networks", making: false) else { return }
        // A file that is locked is removed by its holder.
        if let file = try? folder.openLocked(project, making: false) { folder.removeLocked(file, project) }
    }
}
