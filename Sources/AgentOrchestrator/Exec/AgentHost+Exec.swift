public import AgentRuntime
import EngineAPI

extension AgentHost {
    /// Starts a command and leaves it alone: `POST /containers/{id}/exec`, then `/exec/{id}/start` with `Detach`.
    public func startDetached(_ options: ExecOptions, in agent: AgentContainer) async throws {
        let id = try await engine.exec.create(in: agent.id, options.configuration)
        try await engine.exec.startDetached(id, tty: options.terminal)
    }

    /// Starts a command with a connection to its standard streams.
    public func exec(_ options: ExecOptions, in agent: AgentContainer) async throws -> AgentExec {
        let id = try await engine.exec.create(in: agent.id, options.configuration)
        return AgentExec(
            id: id, engine: engine,
            connection: AgentConnection(stream: try await engine.exec.start(id, tty: options.terminal)))
    }

    /// Connects with the standard streams of a container's own command: `POST /containers/{id}/attach`.
    ///
    /// - Parameters:
    ///   - container: which.
    ///   - terminal: whether the container has a terminal.
    public func attach(_ container: ContainerID, terminal: Bool) async throws -> AgentConnection {
        AgentConnection(
            stream: try await engine.containers.attach(
                container.rawValue, AttachOptions(stdin: true), tty: terminal))
    }
}

/// A command that was started in an agent.
public struct AgentExec: Sendable {
    let id: String
    let engine: EngineClient
    /// Its standard streams.
    public let connection: AgentConnection

    /// Its exit code.
    ///
    /// - Parameter limit: how long to wait for it; for ever unless given.
    /// - Returns: nil when there is none within the limit.
    public func exitCode(within limit: Duration? = nil) async throws -> Int32? {
        try await engine.exec.exitCode(of: id, within: limit)
    }

    /// Its exit code where the connection was cut because it ended before its input did, as engines may do.
    ///
    /// - Throws: `error`, where it is something else.
    public func exitCode(afterBreak error: any Error) async throws -> Int32 {
        guard let broken = error as? EngineError, broken.code == .transport,
            let code = try? await engine.exec.inspect(id).exitCode
        else { throw error }
        return Int32(clamping: code)
    }
}
