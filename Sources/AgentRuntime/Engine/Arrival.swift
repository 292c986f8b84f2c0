public import EngineAPI

extension EngineClient {
    /// Refuses what cannot arrive on this engine, before anything is built or created: secrets, files and folders of the project where
    /// the engine has other files than this host.
    ///
    /// - Throws: ``RunError`` with `unsupported` that names them, or `EngineError`.
    public func requireArrival(of options: RunOptions) async throws {
        let files = SharedFiles(engine: self)
        let secrets = options.secrets.map(\.name)
        if !secrets.isEmpty || !options.files.isEmpty,
            try await !files.areShared(at: RunFiles(of: options.identity, on: address).folder)
        {
            throw notArriving(
                secrets.isEmpty
                    ? "the files of spec.config" : "the secrets \(secrets.map { "'\($0)'" }.joined(separator: ", "))",
                options)
        }
        for bind in options.volumes where bind.kind == .bind {
            // What lies outside of the project was named for the engine's host, and may well be there.
            guard let root = bind.root, MountPolicy.contains(root, bind.source) else { continue }
            guard try await !files.areShared(at: bind.source) else { continue }
            throw notArriving("the mount '\(bind.source)'", options)
        }
    }

    /// The error of what would have to be a file of the engine's host.
    func notArriving(_ what: String, _ options: RunOptions) -> RunError {
        RunError(
            .unsupported, agent: options.identity.agent,
            "\(what) cannot arrive: the engine at \(address) does not share this host's files",
            hint: "run aac-runtime on the engine's host, or put it into the image or a named volume")
    }
}
