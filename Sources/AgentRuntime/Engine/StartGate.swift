import Glibc
import SystemPackage

/// Where the launcher of a container holds the agent while we watch its start: two named pipes in a folder that is mounted into the
/// container, which the launcher's `gate.h` describes. Pipes that nobody holds open hold nobody.
///
/// New ones are made for each start, so that nothing of the container's past is at their other ends. They go once the agent is let
/// go; those that stay say that it never was (``wasLeft(in:)``).
final class StartGate: Sendable {
    /// What is known of the agent's process.
    enum Sign: Sendable {
        /// It waits.
        case arrived
        /// It came, or was on its way, and has ended.
        case gone
        /// Nothing was heard of it in time.
        case none
    }

    private static let goName = "go"
    private let arrived: (path: String, descriptor: FileDescriptor)
    private let go: (path: String, descriptor: FileDescriptor)

    /// - Parameter folder: a folder of this host, which others than its owner can enter in the container alone.
    init(in folder: String) throws {
        // Whoever comes while both are open is held; so the one that is looked for first is opened last.
        go = try Self.pipe("\(folder)/\(Self.goName)", mode: 0o644, .readWrite)
        do { arrived = try Self.pipe("\(folder)/arrived", mode: 0o622, .readOnly) } catch {
            unlink(go.path)
            try? go.descriptor.close()
            throw error
        }
    }

    deinit {
        try? arrived.descriptor.close()
        try? go.descriptor.close()
    }

    /// Whether the start that a folder's pipes were made for was left before the agent was let go.
    static func wasLeft(in folder: HostFolder) throws -> Bool { try folder.names().contains(goName) }

    private static func pipe(
        _ path: String, mode: mode_t, _ access: FileDescriptor.AccessMode
    ) throws -> (String, FileDescriptor) {
        unlink(path)
        guard mkfifo(path, mode) == 0, chmod(path, mode) == 0 else { throw Errno(rawValue: errno) }
        return (path, try FileDescriptor.open(path, access, options: [.nonBlocking, .closeOnExec, .noFollow]))
    }

    /// Waits for news of the agent's process.
    func sign(within limit: Duration) async -> Sign {
        let descriptor = arrived.descriptor.rawValue
        return await SystemThread.run {
            var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&request, 1, Int32(limit / .milliseconds(1))) > 0 else { return .none }
            var byte: UInt8 = 0
            return read(descriptor, &byte, 1) == 1 ? .arrived : .gone
        }
    }

    /// Lets the agent go.
    func letGo() throws {
        _ = try go.descriptor.writeAll([UInt8(ascii: "g")])
        unlink(arrived.path)
        unlink(go.path)
    }
}
