import Glibc

/// The processes that a program started, found by their session (`/proc/PID/stat`, proc(5)): shells put background jobs
/// into process groups of their own, but stay in the session. One that leaves it with setsid(2) is not found.
struct ProgramSession {
    /// The program's process, which leads the session. It must not have been waited for, or its number may be another's.
    let leader: pid_t

    /// Whether any process is alive.
    var isAlive: Bool { !members().isEmpty }

    /// Sends a signal to every living process.
    func send(_ signal: CInt) {
        kill(-leader, signal)
        for member in members() { kill(member, signal) }
    }

    /// Kills every process, also those that are being started meanwhile.
    func kill() {
        for _ in 0..<100 {
            send(SIGKILL)
            guard isAlive else { return }
            usleep(1000)
        }
    }

    private func kill(_ process: pid_t, _ signal: CInt) { _ = Glibc.kill(process, signal) }

    private func members() -> [pid_t] {
        guard let folder = opendir("/proc") else { return [] }
        defer { closedir(folder) }
        var members: [pid_t] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
            }
            if let process = pid_t(name), isLivingMember(process) { members.append(process) }
        }
        return members
    }

    private func isLivingMember(_ process: pid_t) -> Bool {
        // Asked first, because it costs less than a file.
        guard getsid(process) == leader else { return false }
        let file = open("/proc/\(process)/stat", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return false }
        defer { close(file) }
        var buffer = [UInt8](repeating: 0, count: 512)
        let count = max(0, read(file, &buffer, buffer.count))
        // The name in brackets may hold anything, brackets too; the state follows the last one.
        guard let bracket = buffer[..<count].lastIndex(of: UInt8(ascii: ")")), bracket + 2 < count else { return false }
        let state = buffer[bracket + 2]
        return state != UInt8(ascii: "Z") && state != UInt8(ascii: "X")
    }
}
