public import AgentValues
import HTTPTransport

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
        let bytes = try await engine.stream(call, headComesLate: options.follow && engine.kind == .podman)
        return LogStream(EngineFrames(bytes, hasTerminal: tty), isFramed: !tty)
    }
}
