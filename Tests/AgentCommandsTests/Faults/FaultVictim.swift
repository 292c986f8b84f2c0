import FoundationEssentials
import Glibc
import Synchronization

/// The process that a signal is meant for. The proxy's threads may know of its calls before the test knows its number.
final class FaultVictim: Sendable {
    private struct State {
        var process: pid_t?
        var wasSignalled = false
    }

    private let state = Mutex(State())

    var wasSignalled: Bool { state.withLock(\.wasSignalled) }

    func started(_ process: pid_t) { state.withLock { $0.process = process } }

    /// Sends SIGINT; blocks until the process is known.
    func interrupt() { _ = send(SIGINT) }

    /// Sends SIGKILL and blocks until the process is gone, and its connections with it.
    func kill() {
        guard let process = send(SIGKILL) else { return }
        while isAlive(process) { usleep(500) }
    }

    private func send(_ signal: Int32) -> pid_t? {
        for _ in 0..<10_000 {
            if let process = state.withLock(\.process) {
                state.withLock { $0.wasSignalled = true }
                return Glibc.kill(process, signal) == 0 ? process : nil
            }
            usleep(500)
        }
        return nil
    }

    /// False for a process that only waits to be reaped, whose descriptors are closed.
    private func isAlive(_ process: pid_t) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 512)
        let file = open("/proc/\(process)/stat", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return false }
        defer { close(file) }
        let count = read(file, &buffer, buffer.count)
        let text = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
        // The state follows the program's name, which is in parentheses (proc_pid_stat(5)).
        let state = text.split(separator: ")").last?.drop { $0 == " " }.first
        guard state == "Z" || state == "X" || state == nil else { return true }
        // Its other threads hold its descriptors until they have ended too.
        return ((try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task"))?.count ?? 0) > 1
    }
}
