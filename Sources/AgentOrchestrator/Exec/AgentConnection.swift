public import AgentValues
import EngineAPI

/// The standard streams of a process in a container.
public struct AgentConnection: Sendable {
    let stream: AttachedStream

    /// Gets what the process prints, until it closes its output.
    public func output(_ body: (LogFrame) async throws -> Void) async throws {
        for try await frame in stream.frames { try await body(frame) }
    }

    /// Sends input, to its end. A process that ends before its input does is no error: its output tells of that.
    public func send(_ input: any AsyncSequence<[UInt8], any Error> & Sendable) async throws {
        do {
            for try await piece in input { try await stream.write(piece) }
            try await stream.closeWrite()
        } catch is EngineError {
        }
    }

    /// Tells the process' terminal its size.
    ///
    /// - Returns: whether the engine took it; engines refuse a size until the process runs.
    public func resize(to size: TerminalSize) async -> Bool {
        do {
            try await stream.resize(to: size)
            return true
        } catch {
            // A wrong size is an inconvenience, not a reason to end.
            return false
        }
    }

    /// Ends the connection; the process goes on.
    public func close() { stream.close() }
}
