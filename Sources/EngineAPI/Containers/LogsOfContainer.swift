import HTTPTransport

/// Which part of a container's log to read.
public struct LogOptions: Sendable, Hashable {
    /// Whether the stream goes on with what is printed later, until the container ends.
    public var follow: Bool
    /// Whether standard output is wanted.
    public var stdout: Bool
    /// Whether standard error is wanted.
    public var stderr: Bool
    /// Only what was printed at or after this time.
    public var since: EngineTime?
    /// Only what was printed before this time.
    public var until: EngineTime?
    /// Whether each line begins with its time.
    public var timestamps: Bool
    /// Only this many lines from the end; all when nil.
    public var tail: Int?

    /// Creates options; without any, the whole log up to now.
    public init(
        follow: Bool = false, stdout: Bool = true, stderr: Bool = true, since: EngineTime? = nil,
        until: EngineTime? = nil, timestamps: Bool = false, tail: Int? = nil
    ) {
        self.follow = follow
        self.stdout = stdout
        self.stderr = stderr
        self.since = since
        self.until = until
        self.timestamps = timestamps
        self.tail = tail
    }
}

extension ContainerEndpoints {
    /// Reads a container's log: `GET /containers/{id}/logs`.
    ///
    /// Podman sends the head of a followed log with its first line, so there this returns before the engine has answered, and
    /// a missing container shows when the stream is read.
    /// - Parameters:
    ///   - id: the container.
    ///   - options: which part.
    ///   - tty: the container's ``ContainerConfiguration/hasTerminal``, which decides whether its log has frames.
    public func logs(_ id: String, _ options: LogOptions = LogOptions(), tty: Bool) async throws -> LogStream {
        var call = EngineCall.get("/containers/{id}/logs", id, to: "read the log of container", limit: .stream)
        call.query.add("follow", options.follow)
        call.query.add("stdout", options.stdout)
        call.query.add("stderr", options.stderr)
        call.query.add("since", options.since?.queryValue)
        call.query.add("until", options.until?.queryValue)
        call.query.add("timestamps", options.timestamps)
        call.query.add("tail", options.tail)
        return LogStream(
            try await engine.stream(call, headComesLate: options.follow && engine.kind == .podman), hasTerminal: tty)
    }
}
