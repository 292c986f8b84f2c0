import AgentLauncher
import AgentValues
import EngineAPI
import SystemPackage

/// A socket of this process that leads to a port of a container, through a process in it.
struct PortRelay: Sendable {
    /// Nobody answers at the port.
    struct NotReached: Error {
        /// Why, in the launcher's words.
        var words: String
    }

    let target: ProbeTarget
    let port: Int
    /// Where the process in the container connects to; nil: its loopback address.
    let address: String?

    /// Calls `body` with the socket's name, and takes the socket away afterwards. Each connection to it is one to the port.
    ///
    /// - Throws: ``NotReached`` where nobody answers, `EngineError`, or what `body` throws.
    func open<Value: Sendable>(_ body: @escaping @Sendable (_ socket: String) async throws -> Value) async throws
        -> Value
    {
        let listener: RelayListener
        do { listener = try RelayListener() } catch { throw NotReached(words: "no socket for the way there: \(error)") }
        defer { withExtendedLifetime(listener) {} }
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await body(listener.name) }
            group.addTask {
                while true {
                    let connection = try await listener.accept()
                    try await carry(connection)
                }
            }
            defer { group.cancelAll() }
            while let value = try await group.next() {
                if let value { return value }
            }
            throw CancellationError()
        }
    }

    private func carry(_ connection: RelayConnection) async throws {
        let (exec, stream) = try await target.start(.relay(port: port, address: address))
        defer { stream.close() }
        var words: [UInt8] = []
        var hasAnswered = false
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                while let bytes = try await connection.read() { try await stream.write(bytes) }
            }
            for try await frame in stream.frames {
                if frame.stream == .stderr {
                    words += frame.bytes
                } else {
                    hasAnswered = true
                    try await connection.write(Array(frame.bytes))
                }
            }
            group.cancelAll()
        }
        guard !hasAnswered else { return connection.close() }
        guard try await target.engine.exec.inspect(exec).exitCode ?? 0 == 0 else {
            throw NotReached(words: LauncherWords.text(of: words))
        }
        connection.close()
    }
}
