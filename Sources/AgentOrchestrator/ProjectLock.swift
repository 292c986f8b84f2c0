import AgentRuntime
public import Diagnostics
import EngineAPI
import Glibc
public import SystemPackage

/// Lets one command at a time change a project: a locked file of this host, which a process that has died cannot hold (flock(2)).
///
/// Commands of other hosts on the same engine, and of other users, are not seen.
struct ProjectLock: Sendable {
    private static let firstPause = Duration.milliseconds(20)
    private static let longestPause = Duration.milliseconds(250)

    private let path: String

    init(project: String, engine: EngineAddress) {
        var place = "\(engine)"
        if case .unix(let socket) = engine, let resolved = realpath(socket, nil) {
            place = String(cString: resolved)
            free(resolved)
        }
        let digest = RunOptions.shortDigest(of: place)
        path = "\(RunFiles.locksFolder)/\(project).\(digest)"
    }

    /// Runs `body` while nobody else holds the lock.
    ///
    /// - Parameter waiting: told once who holds it, when one has to wait.
    /// - Throws: ``ProjectLockError``, `CancellationError` while waiting, or what `body` throws.
    func hold<Value>(waiting: (String) -> Void, _ body: () async throws -> Value) async throws -> Value {
        let file = try await acquire(waiting)
        defer { letGo(file) }
        return try await body()
    }

    /// Runs `body` unless somebody else holds the lock; nil then.
    ///
    /// - Throws: ``ProjectLockError``, or what `body` throws.
    func holdIfFree<Value>(_ body: () async throws -> Value) async throws -> Value? {
        try makeFolder()
        guard let file = try attempt() else { return nil }
        defer { letGo(file) }
        return try await body()
    }

    /// Removed before it is let go: whoever opened it meanwhile sees that it is not the one at the path any more.
    private func letGo(_ file: CInt) {
        unlink(path)
        close(file)
    }

    private func acquire(_ waiting: (String) -> Void) async throws -> CInt {
        try makeFolder()
        var pause = Self.firstPause
        var isTold = false
        while true {
            if let file = try attempt() { return file }
            if !isTold {
                waiting(holder)
                isTold = true
            }
            try await Task.sleep(for: pause)
            pause = min(pause * 2, Self.longestPause)
        }
    }

    /// - Returns: the locked file; nil when another process holds it.
    private func attempt() throws -> CInt? {
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw ProjectLockError(path: path, reason: Errno(rawValue: errno)) }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            let reason = Errno(rawValue: errno)
            close(file)
            guard reason == .wouldBlock || reason == .interrupted else {
                throw ProjectLockError(path: path, reason: reason)
            }
            return nil
        }
        guard isAtPath(file) else {
            close(file)
            return nil
        }
        let text = Array("\(getpid())\n".utf8)
        ftruncate(file, 0)
        _ = text.withUnsafeBytes { pwrite(file, $0.baseAddress, $0.count, 0) }
        return file
    }

    /// Whether the file is still the one that others would open.
    private func isAtPath(_ file: CInt) -> Bool {
        var own = stat()
        var other = stat()
        return fstat(file, &own) == 0 && stat(path, &other) == 0 && own.st_ino == other.st_ino
            && own.st_dev == other.st_dev
    }

    private var holder: String {
        var bytes = [UInt8](repeating: 0, count: 16)
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else { return "another process" }
        defer { close(file) }
        let count = bytes.withUnsafeMutableBytes { read(file, $0.baseAddress, $0.count) }
        let number = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).prefix { $0 != "\n" }
        return number.isEmpty ? "another process" : "process \(number)"
    }

    private func makeFolder() throws {
        for folder in [RunFiles.base, RunFiles.locksFolder] where mkdir(folder, 0o700) != 0 && errno != EEXIST {
            throw ProjectLockError(path: folder, reason: Errno(rawValue: errno))
        }
    }
}

/// The file that keeps commands of one project apart cannot be made.
public struct ProjectLockError: ReportableError {
    /// The file or its folder.
    public var path: String
    /// What the system says.
    public var reason: Errno

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
    /// - Parameter waiting: told once who does, such as `process 4711`, when one has to wait.
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
