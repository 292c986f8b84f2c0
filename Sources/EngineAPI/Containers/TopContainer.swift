extension ContainerEndpoints {
    /// Lists the processes of a running container: `GET /containers/{id}/top`.
    ///
    /// Docker shows them with the numbers of its host, Podman with those inside the container.
    /// - Parameters:
    ///   - id: the container.
    ///   - arguments: for `ps`, which Podman runs in the container; nil for the usual columns, which need no `ps` there.
    /// - Throws: ``EngineError``: `conflict` (Docker) or `serverError` (Podman) when it does not run.
    public func top(_ id: String, arguments: String? = nil) async throws -> ContainerProcesses {
        var call = EngineCall.get("/containers/{id}/top", id, to: "list processes of container")
        switch engine.kind {
        case .docker: call.query.add("ps_args", arguments)
        case .podman:
            call.query.add("ps_args", arguments ?? "user,pid,ppid,pcpu,etime,tty,time,args")
            call.query.add(explicit: "stream", false)
        }
        let response = try await engine.send(call)
        let bytes = try await engine.collect(response, of: call)
        // Podman answers 200 without a body when it fails.
        guard !bytes.isEmpty else {
            throw EngineError(
                .serverError, in: call, message: "the engine answered with nothing; the container may not run")
        }
        return try engine.decode(ContainerProcesses.self, from: bytes, of: call)
    }
}
