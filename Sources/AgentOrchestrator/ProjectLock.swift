import AgentRuntime
import AgentValues
public import Diagnostics
import EngineAPI
import Glibc
import SystemPackage

/// Lets one command at a time change a project: a locked file of this host (flock(2)). The kernel releases the lock
/// when the process ends, however it ends.
///
/// Commands of other hosts on the same engine, and of other users, are not seen.
struct ProjectLock: Sendable {
    private static let backoff = Backoff(from: .milliseconds(20), to: .milliseconds(250))

    /// The file's name.
    private let name: String

    init(project: String, engine: EngineAddress) {
        name = HostState.name(ofProject: project, on: engine)
    }

    /// Runs `body` while nobody else holds the lock.
    ///
    /// - Parameter waiting: told once who holds it, when one has to wait.
    /// - Throws: ``ProjectLockError``, `CancellationError` while waiting, or what `body` throws.
    func hold<Value>(waiting: (String) -> Void, _ body: () async throws -> Value) async throws -> Value {
        let folder = try locks()
        let file = try await acquire(in: folder, waiting)
        defer { folder.removeLocked(file, name) }
        return try await body()
    }

    /// Runs `body` unless somebody else holds the lock; nil then.
    ///
    /// - Throws: ``ProjectLockError``, or what `body` throws.
    func holdIfFree<Value>(_ body: () async throws -> Value) async throws -> Value? {
        let folder = try locks()
        guard let file = try attempt(in: folder) else { return nil }
        defer { folder.removeLocked(file, name) }
        return try await body()
    }

    private func acquire(in folder: HostFolder, _ waiting: (String) -> Void) async throws -> FileDescriptor {
        var isTold = false
        return try await Self.backoff.poll {
            if let file = try attempt(in: folder) { return file }
            if !isTold {
                waiting(holder(in: folder))
                isTold = true
            }
            return nil
        }
    }

    /// - Returns: the locked file; nil when another process holds it.
    private func attempt(in folder: HostFolder) throws -> FileDescriptor? {
        let file: FileDescriptor?
        do { file = try folder.openLocked(name, making: true) } catch {
            throw ProjectLockError(path: "\(folder.path)/\(name)", cause: error)
        }
        guard let file else { return nil }
        ftruncate(file.rawValue, 0)
        _ = try? file.writeAll(toAbsoluteOffset: 0, "\(getpid())\n".utf8)
        return file
    }

    private func holder(in folder: HostFolder) -> String {
        guard let file = try? folder.openFile(name, O_RDONLY) else { return "another process" }
        defer { try? file.close() }
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = (try? bytes.withUnsafeMutableBytes { try file.read(fromAbsoluteOffset: 0, into: $0) }) ?? 0
        let number = String(decoding: bytes.prefix(count), as: UTF8.self).prefix { $0 != "\n" }
        return number.isEmpty ? "another process" : "process \(number)"
    }

    private func locks() throws -> HostFolder {
        do {
            if let folder = try HostState.folder("locks", making: true) { return folder }
        } catch { throw ProjectLockError(path: "\(HostState.base)/locks", cause: error) }
        throw ProjectLockError(path: "\(HostState.base)/locks", cause: Errno.noSuchFileOrDirectory)
    }
}

/// The file that keeps commands of one project apart cannot be made.
public struct ProjectLockError: ReportableError {
    /// The file or its folder.
    public var path: String
    /// What the system says, or why the folder is not to be trusted.
    public var reason: String

    init(path: String, cause: any Error) {
        self.path = path
        reason = (cause as? any ReportableError)?.summary ?? "\(cause)"
    }

    /// `project.lock`.
    public var reportCode: String { "project.lock" }
    /// What failed.
    public var summary: String { "cannot lock the project: \(path): \(reason)" }
    /// Where the folder can be put.
    public var hint: String? { "the folder must be writable; without root, XDG_RUNTIME_DIR says where it is" }
    /// 74.
    public var exitCode: ExitCode { .inputOutput }
}

extension Project {
    /// Runs `body` while no other command of this host's changes the project.
    ///
    /// - Parameters:
    ///   - waiting: told once who does, such as `process 4711`, when one has to wait.
    ///   - body: what changes the project.
    /// - Throws: ``ProjectLockError``, `CancellationError` while waiting, or what `body` throws.
    public func exclusively<Value>(waiting: (String) -> Void, _ body: () async throws -> Value) async throws -> Value {
        try await ProjectLock(project: name, engine: engine.address).hold(waiting: waiting, body)
    }

    /// Runs `body` while no other command changes the project.
    func locked<Value>(
        telling agents: [String], _ observer: ProjectObserver, _ body: () async throws -> Value
    ) async throws -> Value {
        try await ProjectLock(project: name, engine: engine.address).hold { holder in
            for agent in agents { observer.project(agent, .locked(by: holder)) }
        } _: {
            try await body()
        }
    }
}
