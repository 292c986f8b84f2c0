import EngineAPI

extension EngineRun {
    /// The user of an agent that must not be root, where neither the options nor the image name one; also its group.
    private static let unprivilegedUser = "65532"

    /// Opens the sources of the bind mounts, and applies the mount policy to what was opened. Planning has applied it
    /// before, but hooks may have changed the options since.
    ///
    /// - Returns: the sources by their targets; none where the engine has other files than this host.
    func pinSources() async throws -> [String: PinnedSource] {
        let binds = options.volumes.filter { $0.kind == .bind }
        // Without a bind mount the search for the host's sockets can be left out.
        guard !binds.isEmpty else { return try MountPolicy.elsewhere.pin(options) }
        let files = SharedFiles(engine: engine)
        for bind in binds where !(try await files.areShared(at: bind.source)) {
            guard bind.root.map({ !MountPolicy.contains($0, bind.source) }) ?? true else {
                throw engine.notArriving("the mount '\(bind.source)'", options)
            }
            observer.progress(
                .warning(
                    "the engine does not share '\(bind.source)' with this host: mounts are judged by their text alone"))
            return try MountPolicy.elsewhere.pin(options)
        }
        return try MountPolicy.ofHost(engine: engine.address.socket).pin(options)
    }

    /// These options for one image: the mounts' sources as they were opened, so that a link cannot lead elsewhere later, and a user
    /// that is not root where root is refused.
    func confined(to image: ImageInspection, _ sources: [String: PinnedSource]) throws -> RunOptions {
        var options = options
        for index in options.volumes.indices where options.volumes[index].kind == .bind {
            let mount = options.volumes[index]
            options.volumes[index].source = sources[mount.target]?.path ?? MountPolicy.normalised(mount.source)
        }
        guard options.security.runAsNonRoot else { return options }
        let user = options.security.user ?? image.configuration?.user ?? ""
        let name = user.split(separator: ":").first.map(String.init) ?? ""
        guard name.isEmpty || name == "root" || UInt32(name) == 0 else { return options }
        if options.security.level == .restricted, options.security.runAsUser == nil {
            options.security.runAsUser = Self.unprivilegedUser
            options.security.runAsGroup = options.security.runAsGroup ?? Self.unprivilegedUser
            return options
        }
        throw RunError(
            .denied, agent: agent,
            "the image '\(options.image)' runs as root, and spec.security.runAsNonRoot forbids that",
            hint: "set spec.security.runAsUser, or build the image with a USER")
    }
}
