import AgentManifest
import AgentValues
import Diagnostics
import FoundationEssentials
import SeccompProfiles

extension PlanDraft {
    /// The size of `/tmp` and `/run` in memory where the root file system is read-only; it counts against the agent's
    /// memory limit.
    private static let scratchFolders: [(target: String, size: Int64)] = [("/tmp", 64 << 20), ("/run", 16 << 20)]

    /// The level, and every setting that it leads to.
    mutating func addSecurity() {
        let wanted = manifest.security
        var security = SecurityOptions()
        let level = choose(
            "security level", key: "spec.security.level",
            manifest: wanted.level.flatMap { SecurityLevel(rawValue: $0.rawValue) }, default: .baseline
        ) { $0.rawValue }
        security.level = level
        security.allowUnsafe = wanted.allowUnsafe
        if !wanted.allowUnsafe.isEmpty {
            settings.append(
                PlannedSetting(
                    "unsafe, allowed", wanted.allowUnsafe.joined(separator: "; "), .manifest,
                    key: "spec.security.allowUnsafe"))
        }
        security.mountAllow = planner.flags.mountAllow
        if !security.mountAllow.isEmpty {
            settings.append(
                PlannedSetting(
                    "mounts, allowed", security.mountAllow.joined(separator: ", "), .flag, key: "--mount-allow"))
        }
        security.runAsUser = wanted.runAsUser
        security.runAsGroup = wanted.runAsGroup
        let user = security.user ?? (level == .restricted ? "the image's, else 65532" : "the image's")
        settings.append(
            PlannedSetting("user", user, origin(security.user != nil), key: "spec.security.runAsUser"))
        security.runAsNonRoot = choose(
            "refuse root", key: "spec.security.runAsNonRoot", manifest: wanted.runAsNonRoot,
            default: level == .restricted
        ) { "\($0)" }
        security.readOnlyRootFilesystem = choose(
            "read-only root", key: "spec.security.readOnlyRootFilesystem", manifest: wanted.readOnlyRootFilesystem,
            default: level == .restricted
        ) { "\($0)" }
        security.noNewPrivileges = choose(
            "no new privileges", key: "spec.security.noNewPrivileges", manifest: wanted.noNewPrivileges,
            default: level != .privileged
        ) { "\($0)" }
        addCapabilities(to: &security, level)
        addSeccomp(to: &security, level)
        settings.append(PlannedSetting("init process", "true", .default, key: "no key of the manifest"))
        if level == .privileged, !planner.flags.allowsPrivileged {
            deny(
                "privileged", "the level 'privileged' gives the agent the whole host", at: "spec.security.level",
                hint: "allow it for this command with --allow-privileged, or use 'baseline' and loosen single keys")
        }
        options.security = security
        if security.readOnlyRootFilesystem { addScratchFolders() }
    }

    private func origin(_ isWritten: Bool) -> PlannedSetting.Origin { isWritten ? .manifest : .default }

    private mutating func addCapabilities(to security: inout SecurityOptions, _ level: SecurityLevel) {
        let wanted = manifest.security.capabilities
        let standard = level == .restricted ? ["ALL"] : level == .privileged ? [] : SecurityOptions.standardDrop
        security.addCapabilities = wanted.add
        security.dropCapabilities = choose(
            "dropped capabilities", key: "spec.security.capabilities",
            manifest: wanted.drop.isEmpty && wanted.add.isEmpty
                ? nil : Self.dropped(standard: standard, drop: wanted.drop, add: wanted.add),
            default: standard
        ) { $0.isEmpty ? "none" : $0.joined(separator: " ") }
        guard !wanted.add.isEmpty else { return }
        settings.append(
            PlannedSetting(
                "added capabilities", wanted.add.joined(separator: " "), .manifest,
                key: "spec.security.capabilities.add"))
        let allowed: Set<String> = level == .restricted ? ["NET_BIND_SERVICE"] : SecurityOptions.engineDefault
        let excess = wanted.add.filter { !allowed.contains($0) }
        guard level != .privileged, security.allowUnsafe.isEmpty, !excess.isEmpty else { return }
        deny(
            "capability", "\(excess.joined(separator: ", ")) is more than the level '\(level.rawValue)' allows",
            at: "spec.security.capabilities.add", hint: "say why with 'spec.security.allowUnsafe: [reason]'")
    }

    /// The capabilities to drop: the standard ones and the manifest's, less those that the manifest adds.
    private static func dropped(standard: [String], drop: [String], add: [String]) -> [String] {
        if drop.contains("ALL") || standard == ["ALL"] { return ["ALL"] }
        return Set(standard).union(drop).subtracting(add).sorted()
    }

    private mutating func addSeccomp(to security: inout SecurityOptions, _ level: SecurityLevel) {
        let standard: SeccompChoice =
            switch level {
            case .baseline: .standard
            case .restricted: .strict
            case .privileged: .unconfined
            }
        security.seccomp = choose(
            "seccomp", key: "spec.security.seccomp", manifest: manifest.security.seccomp.flatMap { seccomp($0) },
            default: standard
        ) { choice in
            choice.profile.map { "\(choice): \($0.allowedCalls.count) calls" } ?? "\(choice)"
        }
    }

    private mutating func seccomp(_ wanted: Manifest.Security.Seccomp) -> SeccompChoice? {
        do {
            switch wanted {
            case .default: return .standard
            case .strict: return .strict
            case .unconfined: return .unconfined
            case .file(let file):
                let text = try planner.readFile(absolute(file))
                let (profile, found) = try SeccompProfile.read(Array(text.utf8), file: file)
                warnings += found
                return .custom(profile)
            case .inline(let value):
                let paths = ["spec.security.seccomp", "spec.security.securityContext.seccomp"]
                let path = paths.first { manifest.positions[$0] != nil } ?? paths[0]
                var (profile, found) = try SeccompProfile.read(value, at: path)
                warnings += found.map { placed($0, at: path) }
                profile.name = "of the manifest"
                return .custom(profile)
            }
        } catch let error as DiagnosticsError {
            mistakes += error.diagnostics.map { placed($0, at: "spec.security.seccomp") }
        } catch {
            mistake("unreadable-file", "cannot read the seccomp profile: \(error)", at: "spec.security.seccomp")
        }
        return nil
    }

    /// The same diagnostic with its place in the manifest, where it has none.
    private func placed(_ found: Diagnostic, at path: String) -> Diagnostic {
        guard found.position == nil else { return found }
        let inside = found.path.flatMap { $0.hasPrefix("spec.") ? $0 : nil }
        return manifest.diagnostic(
            found.severity, code: found.code, found.message, at: inside ?? path, hint: found.hint)
    }

    /// Gives an agent that cannot write to its root file system the two folders that nearly every program writes to.
    private mutating func addScratchFolders() {
        for folder in Self.scratchFolders where !options.volumes.contains(where: { $0.target == folder.target }) {
            options.volumes.append(VolumeMount(.tmpfs, target: folder.target, size: folder.size))
            settings.append(
                PlannedSetting(
                    folder.target, "\(Quantity.binary(folder.size)) in memory", .default, key: "spec.volumes"))
        }
    }
}
