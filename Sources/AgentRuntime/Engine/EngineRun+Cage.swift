import EngineAPI

extension EngineRun {
    /// The user of an agent that must not be root, where neither the options nor the image name one; also its group.
    private static let unprivilegedUser = "65532"

    /// Refuses what of the host must not go into a container, whoever put it into the options.
    func checkMounts() throws {
        guard options.security.level != .privileged, options.security.allowUnsafe.isEmpty else { return }
        let policy = MountPolicy.ofHost()
        for mount in options.volumes where mount.kind == .bind && mount.allowUnsafe.isEmpty {
            guard let objection = policy.objection(to: mount.source) else { continue }
            throw RuntimeError(
                .denied, agent: agent, "'\(mount.source)' must not be mounted into an agent: it \(objection)",
                hint: MountPolicy.hint)
        }
    }

    /// These options for one image: the mounts' sources as they are now, so that a link cannot lead elsewhere later, and a user
    /// that is not root where root is refused.
    func confined(to image: ImageInspection) throws -> RunOptions {
        var options = options
        if engine.address.remoteHost == nil {
            for index in options.volumes.indices where options.volumes[index].kind == .bind {
                options.volumes[index].source = MountPolicy.resolved(options.volumes[index].source)
            }
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
        throw RuntimeError(
            .denied, agent: agent,
            "the image '\(options.image)' runs as root, and spec.security.runAsNonRoot forbids that",
            hint: "set spec.security.runAsUser, or build the image with a USER")
    }
}
