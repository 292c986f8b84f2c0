import AgentManifest

extension PlanDraft {
    /// The mounts; relative sources become absolute.
    mutating func addVolumes() {
        options.volumes = manifest.volumes.map { volume in
            let source = volume.source ?? ""
            return switch volume.kind {
            case .bind:
                VolumeMount(
                    .bind, source: absolute(source), target: volume.target, readOnly: volume.readOnly,
                    allowUnsafe: volume.allowUnsafe, root: directory)
            case .volume:
                VolumeMount(
                    .volume, source: source.isEmpty ? "" : "\(planner.flags.project)_\(source)", target: volume.target,
                    readOnly: volume.readOnly, allowUnsafe: volume.allowUnsafe)
            case .tmpfs:
                VolumeMount(.tmpfs, target: volume.target, readOnly: volume.readOnly, size: volume.size)
            }
        }
        checkVolumes()
    }

    /// Refuses mounts that the policy does not allow, and those whose text an engine would misread.
    private mutating func checkVolumes() {
        let security = SecurityOptions(
            level: manifest.security.level == .privileged ? .privileged : .baseline,
            allowUnsafe: manifest.security.allowUnsafe, mountAllow: planner.flags.mountAllow)
        let policy = options.volumes.contains { $0.kind == .bind } ? planner.mounts() : nil
        for (index, (volume, mount)) in zip(manifest.volumes, options.volumes).enumerated() {
            let path = "spec.volumes[\(index)]"
            if let flaw = [volume.source ?? "", volume.target].lazy.compactMap(MountText.flaw).first {
                mistake("unsafe-path", "a mount's paths cannot be told to an engine: \(flaw)", at: path)
                continue
            }
            if MountText.isReserved(volume.target) {
                mistake("reserved-path", MountText.reserved(volume.target), at: "\(path).target")
            }
            guard mount.kind == .bind, let denial = policy?.foresee(mount, security).denial else { continue }
            deny("unsafe-mount", denial.message(for: volume.source ?? ""), at: "\(path).source", hint: denial.hint)
        }
    }
}
