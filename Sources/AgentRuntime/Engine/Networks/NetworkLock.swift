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

    deinit { folder.removeLocked(file, name) }

    /// Waits until nobody else holds the lock.
    ///
    /// - Returns: nil where this host has no place for it; the engine alone decides then.
    /// - Throws: `CancellationError` while waiting.
    static func acquire(_ project: String) async throws -> NetworkLock? {
        guard let folder = try? HostState.folder("networks", making: true) else { return nil }
        while true {
            do {
                if let file = try folder.openLocked(project, making: true) { return NetworkLock(folder, project, file) }
            } catch { return nil }
            try await Task.sleep(for: pause)
        }
    }

    /// Removes the file of a project's lock that a killed process left.
    static func removeLeftover(of project: String) throws {
        guard let folder = try HostState.folder("networks", making: false) else { return }
        // One that is held goes with its holder.
        if let file = try? folder.openLocked(project, making: false) { folder.removeLocked(file, project) }
    }
}
