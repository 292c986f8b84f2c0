public import AgentValues
import HTTPTransport

/// A two-way connection to a process in a container. Dropping it closes the connection, not the process.
public struct AttachedStream: Sendable {
    /// What the process prints. For one reader.
    public let frames: LogStream
    let connection: HijackedConnection
    let call: EngineCall
    let resizeTerminal: @Sendable (TerminalSize) async throws -> Void

    init(
        _ connection: HijackedConnection, of call: EngineCall, hasTerminal: Bool,
        resize: @escaping @Sendable (TerminalSize) async throws -> Void
    ) {
        self.connection = connection
        self.call = call
        frames = LogStream(
            EngineFrames(ByteStream(connection.inbound, of: call), hasTerminal: hasTerminal), isFramed: !hasTerminal)
        resizeTerminal = resize
    }

    /// Writes to the process' standard input; returns when the bytes are handed to the connection.
    /// - Throws: ``EngineError``, `transport` when the connection is gone.
    public func write(_ bytes: [UInt8]) async throws {
        do { try await connection.write(bytes) } catch { throw EngineError.wrapping(error, in: call) }
    }

    /// Ends the process' standard input; its output goes on.
    public func closeWrite() async throws {
        do { try await connection.closeWrite() } catch { throw EngineError.wrapping(error, in: call) }
    }

    /// Tells the process' terminal its size. Engines refuse this before the process runs and after it has ended.
    public func resize(to size: TerminalSize) async throws { try await resizeTerminal(size) }

    /// Closes the connection both ways; ``frames`` then ends.
    public func close() { connection.close() }
}
