extension ExecEndpoints {
    /// Starts a prepared process and connects to it: `POST /exec/{id}/start`.
    ///
    /// A program that cannot be executed shows inside the stream or as an exit code of 126 or 127, not as an error here; the
    /// exit code is in ``inspect(_:)`` once the stream has ended.
    /// - Parameters:
    ///   - id: what ``create(in:_:)`` returned.
    ///   - tty: ``ExecConfiguration/hasTerminal`` as it was given there.
    public func start(_ id: String, tty: Bool) async throws -> AttachedStream {
        let call = EngineCall.post("/exec/{id}/start", id, to: "start command", limit: .promptStream)
        let connection = try await engine.hijack(call, json: Start(isDetached: false, hasTerminal: tty))
        return AttachedStream(connection, of: call, hasTerminal: tty) { size in try await self.resize(id, to: size) }
    }

    /// Starts a prepared process and leaves it alone: `POST /exec/{id}/start`.
    public func startDetached(_ id: String, tty: Bool = false) async throws {
        let call = EngineCall.post("/exec/{id}/start", id, to: "start command")
        try await engine.perform(call, json: Start(isDetached: true, hasTerminal: tty))
    }

    private struct Start: Encodable {
        var isDetached: Bool
        var hasTerminal: Bool
        enum CodingKeys: String, CodingKey {
            case isDetached = "Detach"
            case hasTerminal = "Tty"
        }
    }
}
