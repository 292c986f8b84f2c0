import Glibc
import SystemPackage

/// Lets one process of this host at a time make a project's network: Docker makes several of one name when asked at the same time,
/// and then knows none of them by it. A locked file (flock(2)), which goes with the instance. It is the same for all engines, so that
/// one that a killed command left is found by whatever address the engine is called next.
final class NetworkLock: Sendable {
    private static let pause = Duration.milliseconds(10)

    private let folder: HostFolder
    private let name: String
    private let file: FileDescriptor

    private init(_ folder: HostFolder, _ name: String, _ file: FileDescriptor) {
        self.folder = folder
        self.name = name
        self.file = file
    }

    deinit {
        // Removed before it is let go: whoever opened it meanwhile sees that it is not the one at the path any more.
        try? folder.removeFile(name)
        try? file.close()
    }

    /// Waits until nobody else holds the lock.
    ///
    /// - Returns: nil where this host has no place for it; the engine alone decides then.
    /// - Throws: `CancellationError` while waiting.
    static func acquire(_ project: String) async throws -> NetworkLock? {
        guard let folder = try? HostState.folder("networks", making: true) else { return nil }
        while let file = try? folder.openFile(project, O_RDWR | O_CREAT, 0o600) {
            if flock(file.rawValue, LOCK_EX | LOCK_NB) == 0, folder.holds(file, named: project) {
                return NetworkLock(folder, project, file)
            }
            try? file.close()
            try await Task.sleep(for: pause)
        }
        return nil
    }

    /// Removes the file of a project's lock that a killed process left.
    static func removeLeftover(of project: String) throws {
        guard let folder = try HostState.folder("networks", making: false) else { return }
        guard let file = try? folder.openFile(project, O_RDWR) else { return }
        // One that is held goes with its holder.
        guard flock(file.rawValue, LOCK_EX | LOCK_NB) == 0, folder.holds(file, named: project) else {
            return try file.close()
        }
        withExtendedLifetime(NetworkLock(folder, project, file)) {}
    }
}
