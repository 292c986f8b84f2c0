extension MountPolicy {
    /// What ``pin(_:)`` would say now about one mount. A source that is not there yet is judged by its path.
    func foresee(_ mount: VolumeMount, _ security: SecurityOptions) -> MountVerdict {
        var real = host.real(mount.source)
        if mount.kind == .bind {
            do {
                let source = try PinnedSource(mount, followsLinks: mount.followsLinks(security))
                if !host.isElsewhere { real = source.path }
            } catch {
                if let denial = denial(for: error) { return .denied(denial) }
            }
        }
        let verdict = verdict(on: mount, at: real, security)
        guard verdict.denial == nil, mount.kind == .bind, let flaw = MountText.flaw(in: real) else { return verdict }
        return .denied(MountDenial(objection: "leads to '\(real)', and \(flaw)", hint: "rename that folder"))
    }

    /// Opens the sources of all bind mounts and judges what was opened.
    ///
    /// - Returns: the sources by their targets; none where the paths are another host's, which are judged by their text alone.
    /// - Throws: ``RunError`` for the first mount that must not or cannot be made; nothing was created by then.
    func pin(_ options: RunOptions) throws(RunError) -> [String: PinnedSource] {
        var sources: [String: PinnedSource] = [:]
        for mount in options.volumes {
            try check(target: mount.target, of: options)
            guard mount.kind == .bind else { continue }
            var real = host.real(mount.source)
            if let source = try pin(mount, of: options) {
                real = source.path
                sources[mount.target] = source
            }
            if let denial = verdict(on: mount, at: real, options.security).denial {
                throw Self.refusal(of: mount, denial, options)
            }
        }
        return sources
    }

    /// What a flaw means. Where an engine has other files, a link that is here may well be there too, since a project is often at the
    /// same path for both; all else that is wrong with a path here says nothing.
    private func denial(for flaw: SourceFlaw) -> MountDenial? {
        guard host.isElsewhere else { return flaw.denial }
        if case .link = flaw { return flaw.denial }
        return nil
    }

    private func pin(_ mount: VolumeMount, of options: RunOptions) throws(RunError) -> PinnedSource? {
        do {
            let source = try PinnedSource(mount, followsLinks: mount.followsLinks(options.security))
            return host.isElsewhere ? nil : source
        } catch {
            guard let denial = denial(for: error) else {
                if host.isElsewhere { return nil }
                let (message, hint) = MissingSource.explained(mount.source, of: "the mount '\(mount.target)'")
                throw RunError(.createRefused, agent: options.identity.agent, message, hint: hint)
            }
            throw Self.refusal(of: mount, denial, options)
        }
    }

    private static func refusal(
        of mount: VolumeMount, _ denial: MountDenial, _ options: RunOptions
    ) -> RunError {
        RunError(.denied, agent: options.identity.agent, denial.message(for: mount.source), hint: denial.hint)
    }

    private func check(target: String, of options: RunOptions) throws(RunError) {
        guard MountText.isReserved(target) else { return }
        throw RunError(
            .denied, agent: options.identity.agent, MountText.reserved(target), hint: "mount it elsewhere")
    }
}

extension VolumeMount {
    /// Whether links beneath the project's folder may lead out of it.
    func followsLinks(_ security: SecurityOptions) -> Bool {
        security.level == .privileged || !(allowUnsafe + security.allowUnsafe).isEmpty
    }
}
