extension ContainerEndpoints {
    /// Changes limits of a container, also while it runs: `POST /containers/{id}/update`.
    ///
    /// Podman's compatible API has no such endpoint; its own one is used, which knows no restart policy, and whose changes
    /// ``inspect(_:)`` does not show.
    /// - Returns: what the engine dropped or changed, in its words.
    /// - Throws: ``EngineError``, `notSupported` for a restart policy on Podman.
    @discardableResult
    public func update(_ id: String, _ update: ContainerUpdate) async throws -> [String] {
        var call = EngineCall.post("/containers/{id}/update", id, to: "update container")
        switch engine.kind {
        case .docker:
            let answer: Warnings = try await engine.decode(from: call, json: update)
            return answer.warnings ?? []
        case .podman:
            guard update.restartPolicy == nil else {
                throw EngineError(
                    .notSupported, in: call, message: "Podman cannot change the restart policy of a container")
            }
            call.isLibpod = true
            try await engine.perform(call, json: LinuxResources(update))
            return []
        }
    }

    private struct Warnings: Decodable {
        var warnings: [String]?
        enum CodingKeys: String, CodingKey { case warnings = "Warnings" }
    }
}
