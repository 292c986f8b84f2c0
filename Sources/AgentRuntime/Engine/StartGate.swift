import Glibc
import SystemPackage

/// Where the launcher of a container holds the agent while we watch its start: two named pipes in a folder that is
/// mounted into the container. The launcher's `gate.h` describes them. Where nobody has the pipes open, the launcher
/// does not wait.
///
/// New pipes are made for each start, so that no process of an earlier start has their other ends. They are removed
/// once the agent is let go; pipes that are left show that it never was (``wasLeft(in:)``).
final class StartGate: Sendable {
    /// What is known of the agent's process.
    enum Sign: Sendable {
        /// It waits.
        case arrived
        /// It has ended, at the gate or on its way there.
        case gone
        /// Nothing was heard of it in time.
        case none
    }

    private static let goName = "go"
    private let arrived: (path: String, descriptor: FileDescriptor)
    private let go: (path: String, descriptor: FileDescriptor)

    /// - Parameter folder: a folder that other users of this host cannot enter; in the container everybody can.
    init(in folder: String) throws {
        // The launcher looks for `arrived` first, and waits only where both are open. So `arrived` is opened last.
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

    /// Whether the command that made a folder's pipes ended before it let the agent go.
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
