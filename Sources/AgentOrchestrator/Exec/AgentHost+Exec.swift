public import AgentRuntime
import EngineAPI

extension AgentHost {
    /// Starts a command and leaves it alone: `POST /containers/{id}/exec`, then `/exec/{id}/start` with `Detach`.
    ///
    /// - Throws: ``AgentError`` with code `commandNotFound` or `notExecutable`, or `EngineError`.
    public func startDetached(_ options: ExecOptions, in agent: AgentContainer) async throws {
        let id = try await engine.exec.create(in: agent.id, options.configuration)
        do { try await engine.exec.startDetached(id, tty: options.terminal) } catch let error as EngineError
            where error.status != nil
        { throw await ExecProgram(options, in: agent.id, of: engine).error(for: error) }
    }

    /// Starts a command with a connection to its standard streams.
    public func exec(_ options: ExecOptions, in agent: AgentContainer) async throws -> AgentExec {
        let id = try await engine.exec.create(in: agent.id, options.configuration)
        return AgentExec(
            id: id, engine: engine, container: agent.id, options: options,
            program: ExecProgram(options, in: agent.id, of: engine),
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

extension AgentHost {
    /// Connects with the output of a container's own command: `POST /containers/{id}/attach`. Before the start, to miss nothing of it.
    package func attachToOutput(of container: ContainerID) async throws -> AgentConnection {
        let hasTerminal = try await engine.containers.inspect(container.rawValue).configuration.hasTerminal ?? false
        return AgentConnection(stream: try await engine.containers.attach(container.rawValue, tty: hasTerminal))
    }
}

/// A command that was started in an agent.
public struct AgentExec: Sendable {
    let id: String
    let engine: EngineClient
    let container: String
    let options: ExecOptions
    let program: ExecProgram
    /// Its standard streams.
    public let connection: AgentConnection

    /// Its exit code; 127 where there is no such program, and 126 where it cannot be executed.
    ///
    /// - Parameter limit: how long to wait for it; for ever unless given.
    /// - Returns: nil when there is none within the limit.
    public func exitCode(within limit: Duration? = nil) async throws -> Int32? {
        guard let code = try await engine.exec.exitCode(of: id, within: limit) else { return nil }
        return await program.status(for: code)
    }

    /// Its exit code where the connection was cut because it ended before its input did, as engines may do.
    ///
    /// - Throws: `error`, where it is something else.
    public func exitCode(afterBreak error: any Error) async throws -> Int32 {
        guard let broken = error as? EngineError, broken.code == .transport,
            let code = try? await engine.exec.inspect(id).exitCode
        else { throw error }
        return await program.status(for: Int32(clamping: code))
    }

    /// Ends the command and all that it started: SIGTERM, and SIGKILL three seconds later. Engines have no call for that, so the
    /// launcher in the container does it.
    ///
    /// - Returns: whether nothing of it runs any more; false where the container has no launcher, or the launcher may not.
    public func end() async throws -> Bool {
        let inspection = try await engine.containers.inspect(container)
        guard let command = inspection.commandToEndProcesses(with: options.mark) else { return false }
        let program = ContainerProgram(command, in: container, of: engine, user: options.user)
        return try await program.run { _, _ in } == 0
    }
}
