internal import FoundationEssentials
internal import Glibc
internal import Subprocess
internal import Synchronization
internal import SystemPackage

/// The process of a ``DisposableEngine``.
final class DisposableDaemon: Sendable {
    private struct State {
        var process: pid_t?
        var ending: Task<Void, Never>?
    }

    private let program: String
    private let arguments: [String]
    private let environment: [String: String]
    private let logPath: String
    /// Files that a killed one leaves behind, and that keep the next one from starting.
    private let leftovers: [String]
    private let state = Mutex(State())

    private init(
        _ program: String, _ arguments: [String], environment: [String: String] = [:], folder: String,
        leftovers: [String]
    ) {
        self.program = program
        self.arguments = arguments
        self.environment = environment
        logPath = "\(folder)/log"
        self.leftovers = leftovers
    }

    /// The programs replace each other, so the first one's number is the daemon's.
    static func docker(folder: String) -> DisposableDaemon {
        let arguments = [
            "--host", "unix://\(folder)/engine.sock", "--data-root", "\(folder)/data", "--exec-root",
            "\(folder)/state", "--pidfile", "\(folder)/pid",
        ]
        return DisposableDaemon(
            "unshare",
            ["--net", "--", "sh", "-c", "ip link set lo up; exec dockerd \"$@\"", "dockerd"] + arguments,
            folder: folder,
            // A number in a pid file may be somebody else's by now, or that of a process that nobody has waited for.
            leftovers: ["\(folder)/pid", "\(folder)/state/containerd/containerd.pid", "\(folder)/engine.sock"])
    }

    static func podman(folder: String) -> DisposableDaemon {
        DisposableDaemon(
            "podman", ["system", "service", "--time=0", "unix://\(folder)/engine.sock"],
            environment: ["CONTAINERS_CONF": "\(folder)/containers.conf"], folder: folder,
            leftovers: ["\(folder)/engine.sock"])
    }

    /// Starts it, and returns when its process runs.
    func start() async throws {
        for path in leftovers { unlink(path) }
        let log = try FileDescriptor.open(
            FilePath(logPath), .writeOnly, options: [.create, .append], permissions: .ownerReadWrite)
        var options = PlatformOptions()
        options.createSession = true
        var changes: [Environment.Key: String?] = [:]
        for (name, value) in environment { if let key = Environment.Key(rawValue: name) { changes[key] = value } }
        let configuration = Configuration(
            executable: .name(program), arguments: Arguments(arguments), environment: .inherit.updating(changes),
            workingDirectory: "/", platformOptions: options)
        let (started, continuation) = AsyncStream.makeStream(of: Void.self)
        state.withLock { state in
            state.process = nil
            state.ending = Task.detached {
                _ = try? await Subprocess.run(
                    configuration, input: .none, output: .discarded,
                    error: .fileDescriptor(log, closeAfterSpawningProcess: true)
                ) { execution in
                    self.state.withLock { $0.process = execution.processIdentifier.value }
                    continuation.finish()
                }
                self.state.withLock { $0.process = nil }
                continuation.finish()
            }
        }
        for await _ in started {}
    }

    /// Whether it has not ended.
    var isRunning: Bool { state.withLock { $0.process != nil } }

    /// The end of what it logged.
    var lastLines: String {
        let text = (try? String(contentsOfFile: logPath, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").suffix(5).joined(separator: "; ")
    }

    /// Sends it a signal, and returns when it has ended.
    func end(with signal: Int32) async {
        let state = state.withLock(\.self)
        if let process = state.process { kill(process, signal) }
        await state.ending?.value
    }
}
