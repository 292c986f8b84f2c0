import Subprocess
import Synchronization
import SystemPackage

/// A running `podman system service`, in a session of its own so that Ctrl-C does not reach it.
final class PodmanService: Sendable {
    private struct State {
        var ending: String?
        var errorOutput: [UInt8] = []
    }

    /// How much of the end of its error output is kept.
    private static let keptOutput = 8192

    private let state = Mutex(State())
    private let task = Mutex<Task<Void, Never>?>(nil)

    /// Starts it. It ends by itself when nobody has been connected for `idleLimit`.
    init(
        podman: String, folder: EmbeddedEngineFolder, environment: [String: String], idleLimit: Duration,
        stopLimit: Duration = .seconds(5)
    ) {
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = [.send(signal: .terminate, allowedDurationToNextStep: stopLimit)]
        let configuration = Configuration(
            executable: .path(FilePath(podman)),
            arguments: [
                "system", "service", "--time=\(idleLimit.secondsRoundedUp)", "unix://\(folder.socketPath)",
            ],
            environment: .custom(Self.environment(environment, configurationPath: folder.configurationPath)),
            workingDirectory: FilePath("/"), platformOptions: options)
        task.withLock { $0 = Task.detached { await self.run(configuration) } }
    }

    /// How it ended, in words; nil while it runs.
    var ending: String? { state.withLock { $0.ending } }

    /// The last lines of its error output.
    var lastLines: [String] {
        let bytes = state.withLock { $0.errorOutput }
        return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).suffix(20).map(String.init)
    }

    /// Begins to stop it without waiting: SIGTERM, then SIGKILL after the limit.
    func cancel() { task.withLock { $0 }?.cancel() }

    /// Stops it, and returns when it is gone.
    func stop() async {
        cancel()
        await task.withLock { $0 }?.value
    }

    private func run(_ configuration: Configuration) async {
        do {
            let result = try await Subprocess.run(
                configuration, input: .none, output: .discarded, error: .sequence
            ) { execution in
                for try await buffer in execution.standardError { self.keep(buffer.withUnsafeBytes { Array($0) }) }
            }
            end("it ended with \(result.terminationStatus)")
        } catch {
            end("\(error)")
        }
    }

    private func keep(_ bytes: [UInt8]) {
        state.withLock { $0.errorOutput = Array(($0.errorOutput + bytes).suffix(Self.keptOutput)) }
    }

    private func end(_ words: String) { state.withLock { $0.ending = words } }

    /// Our environment, without the variables that would make Podman a client of another one, or make it take over sockets that were
    /// passed to us.
    private static func environment(_ ours: [String: String], configurationPath: String) -> [Environment.Key: String] {
        let unwanted: Set = [
            "CONTAINER_HOST", "CONTAINER_CONNECTION", "CONTAINER_SSHKEY", "CONTAINERS_CONF", "CONTAINERS_CONF_OVERRIDE",
            "LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES", "NOTIFY_SOCKET",
        ]
        var result: [Environment.Key: String] = ["CONTAINERS_CONF": configurationPath]
        for (name, value) in ours where !unwanted.contains(name) {
            if let key = Environment.Key(rawValue: name) { result[key] = value }
        }
        result["PATH"] = Executables.searchPath(ours)
        return result
    }
}
