extension ContainerEndpoints {
    /// Creates a container without starting it: `POST /containers/create`.
    ///
    /// - Parameters:
    ///   - configuration: what it is to run.
    ///   - name: its name; choosing it beforehand lets a caller find it again when the answer is lost.
    ///   - platform: `linux/arm64` and the like, where the image has several.
    /// - Returns: the id, and what the engine dropped or changed.
    /// - Throws: ``EngineError``: `notFound` without the image, `conflict` when the name is taken, `badRequest` otherwise.
    public func create(
        _ configuration: ContainerConfiguration, name: String, platform: String? = nil
    ) async throws -> CreatedContainer {
        var call = EngineCall.post("/containers/create", to: "create container")
        call.subject = name
        call.query.add("name", name)
        call.query.add("platform", platform)
        do { return try await engine.decode(from: call, json: configuration) } catch let error as EngineError
            where error.code == .serverError && engine.kind == .podman
        {
            throw await isTaken(name) ? error.recoded(.conflict) : error
        }
    }

    /// Podman 4 answers 500 for a name that is taken, as for everything else, so the name itself is looked up.
    private func isTaken(_ name: String) async -> Bool {
        do { return try await inspect(name).name == name } catch { return false }
    }
}
