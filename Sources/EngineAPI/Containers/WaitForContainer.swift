import HTTPTransport

/// What a wait waits for.
public enum WaitCondition: String, Sendable, Hashable {
    /// The container does not run: at once for one that was never started. Podman then answers exit code -1.
    case notRunning = "not-running"
    /// The next exit: send this before the start, so that no exit is missed.
    case nextExit = "next-exit"
    /// The container is gone. Podman then answers exit code 0 whatever it was.
    case removed
}

extension ContainerEndpoints {
    /// Waits for a container: `POST /containers/{id}/wait`.
    ///
    /// Returns as soon as the engine has accepted the wait, so that the container can be started next; both engines send the
    /// head of their answer then, and the rest at the end. There is no time limit; cancel to give up.
    /// - Throws: ``EngineError``, `notFound` when there is no such container.
    public func wait(_ id: String, condition: WaitCondition = .notRunning) async throws -> PendingExit {
        var call = EngineCall.post("/containers/{id}/wait", id, to: "wait for container", limit: .promptStream)
        call.query.add("condition", condition.rawValue)
        return PendingExit(response: try await engine.send(call), engine: engine, call: call)
    }
}

/// A wait that the engine has accepted. Dropping it ends the request.
public struct PendingExit: Sendable {
    let response: HTTPResponseStream
    let engine: EngineClient
    let call: EngineCall

    /// How the container ended; suspends until it has. To be called once.
    /// - Throws: ``EngineError`` with code `transport` when the connection breaks first.
    public func exit() async throws -> ContainerExit {
        try engine.decode(ContainerExit.self, from: try await engine.collect(response, of: call), of: call)
    }
}
