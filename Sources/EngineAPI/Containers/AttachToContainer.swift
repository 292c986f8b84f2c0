public import AgentValues

extension ContainerEndpoints {
    /// Connects to process 1 of a container: `POST /containers/{id}/attach`.
    ///
    /// Attach before the start to miss nothing.
    /// - Parameters:
    ///   - id: the container.
    ///   - options: which streams.
    ///   - tty: the container's ``ContainerConfiguration/hasTerminal``.
    public func attach(_ id: String, _ options: AttachOptions = AttachOptions(), tty: Bool) async throws
        -> AttachedStream
    {
        var call = EngineCall.post("/containers/{id}/attach", id, to: "attach to container", limit: .promptStream)
        call.query.add("stream", true)
        call.query.add("stdin", options.stdin)
        call.query.add("stdout", options.stdout)
        call.query.add("stderr", options.stderr)
        call.query.add("logs", options.logs)
        return AttachedStream(try await engine.hijack(call), of: call, hasTerminal: tty) { size in
            try await self.resize(id, to: size)
        }
    }

    /// Tells a container's terminal its size: `POST /containers/{id}/resize`.
    public func resize(_ id: String, to size: TerminalSize) async throws {
        var call = EngineCall.post("/containers/{id}/resize", id, to: "resize the terminal of container")
        call.query.add(size)
        try await engine.perform(call)
    }
}

/// What to attach to.
public struct AttachOptions: Sendable, Hashable {
    /// Whether to write to standard input; the container must have been created with it open.
    public var stdin: Bool
    /// Whether to read standard output.
    public var stdout: Bool
    /// Whether to read standard error.
    public var stderr: Bool
    /// Whether what was printed before comes first.
    public var logs: Bool

    /// Creates options; without any, output only, from now on.
    public init(stdin: Bool = false, stdout: Bool = true, stderr: Bool = true, logs: Bool = false) {
        self.stdin = stdin
        self.stdout = stdout
        self.stderr = stderr
        self.logs = logs
    }
}

extension Query {
    mutating func add(_ size: TerminalSize) {
        add("h", size.rows)
        add("w", size.columns)
    }
}
