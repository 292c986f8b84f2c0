import Diagnostics
import FoundationEssentials
import Glibc
import Subprocess
import Synchronization
import SystemPackage

/// Watches one process of this host and its children with strace, from outside.
final class SystemCallRecorder: Sendable {
    private struct State {
        var process: pid_t?
        var trace = SystemCallTrace()
        var errors: [UInt8] = []
    }

    private let strace: FilePath
    private let state = Mutex(State())
    private let task = Mutex<Task<Void, Never>?>(nil)

    /// - Throws: ``CommandError`` when strace is not on this host.
    init(environment: [String: String]) throws {
        let folders = (environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
        guard let path = folders.map({ folder -> String in "\(folder)/strace" }).first(where: { access($0, X_OK) == 0 })
        else {
            throw CommandError(
                .toolMissing, "strace, which sees an agent's system calls, is not on this host",
                hint: "install the package 'strace', such as with: apt-get install strace")
        }
        strace = FilePath(path)
    }

    /// Whether a process was ever watched.
    var hasBegun: Bool { task.withLock { $0 != nil } }

    /// Returns when every further call of the process is seen.
    func attach(to process: Int) async throws {
        let (attached, continuation) = AsyncStream.makeStream(of: Void.self)
        // Not in a terminal's foreground: Ctrl-C must not end the trace before the agent has ended.
        var options = PlatformOptions()
        options.createSession = true
        // Without text: what the agent reads and writes is not our business.
        let configuration = Configuration(
            executable: .path(strace),
            arguments: [
                "-f", "-e", "trace=all", "-e", "raw=all", "-e", "signal=none", "-o", "/dev/stdout", "-p", "\(process)",
            ],
            environment: .inherit.updating(["LC_ALL": "C"]), platformOptions: options)
        let running = Task.detached {
            await self.run(configuration) {
                continuation.yield()
            } onEnd: {
                continuation.finish()
            }
        }
        task.withLock { $0 = running }
        for await _ in attached { return }
        task.withLock { $0 = nil }
        let words = state.withLock { TerminalText.lines(String(decoding: $0.errors, as: UTF8.self)) }
        throw CommandError(
            .refused, "strace cannot watch the agent's process \(process)", details: words.filter { !$0.isEmpty },
            hint:
                "it needs root's rights with CAP_SYS_PTRACE, or the user of a rootless engine and kernel.yama.ptrace_scope at most 1"
        )
    }

    /// Stops watching, unless the process has ended by itself.
    func finish() async -> SystemCallTrace {
        state.withLock { state in if let process = state.process { _ = kill(process, SIGINT) } }
        await task.withLock(\.self)?.value
        return state.withLock { $0.trace }
    }

    private func run(
        _ configuration: Configuration, onAttach: @escaping @Sendable () -> Void, onEnd: () -> Void
    ) async {
        defer { onEnd() }
        do {
            _ = try await Subprocess.run(
                configuration, input: .none, output: .sequence, error: .sequence
            ) { execution in
                self.state.withLock { $0.process = execution.processIdentifier.value }
                // Another process cannot get this number before strace has been waited for, which is after this.
                defer { self.state.withLock { $0.process = nil } }
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        for try await piece in execution.standardOutput {
                            let bytes = piece.withUnsafeBytes { Array($0) }
                            self.state.withLock { $0.trace.read(bytes) }
                        }
                    }
                    group.addTask {
                        for try await piece in execution.standardError {
                            let bytes = piece.withUnsafeBytes { Array($0) }
                            let isAttached = self.state.withLock { state in
                                state.errors = (state.errors + bytes).suffix(4096)
                                return String(decoding: state.errors, as: UTF8.self).contains(" attached")
                            }
                            if isAttached { onAttach() }
                        }
                    }
                    try await group.waitForAll()
                }
            }
        } catch {
            state.withLock { $0.errors += Array("\(error)".utf8) }
        }
    }
}
