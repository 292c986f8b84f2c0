public import Diagnostics

extension SeccompProfile {
    /// Asks libseccomp about every architecture and name, builds the filter, and looks for what can hardly be meant.
    ///
    /// - Returns: errors for what an engine would ignore or refuse: unknown names ("did you mean"), rules that contradict each
    ///   other, rules that libseccomp does not take. Warnings for calls that no architecture of the profile has, calls that
    ///   break the walls of a container, and what a container needs to start and does not get. Paths are group names.
    public func check() -> [Diagnostic] {
        var found = checkArchitectures() + checkNames() + checkContradictions()
        if !found.contains(where: { $0.severity == .error }) {
            do { _ = try SeccompFilter(self) } catch let error as SeccompError {
                found.append(Diagnostic(.error, code: error.reportCode, error.message, hint: error.hint))
            } catch {
                found.append(Diagnostic(.error, code: "seccomp.invalid", "\(error)"))
            }
        }
        return found + checkRisks() + checkStart()
    }

    private func checkArchitectures() -> [Diagnostic] {
        if architectures.isEmpty {
            return [Diagnostic(.error, code: "seccomp.unknown-architecture", "the profile is for no architecture")]
        }
        return architectures.filter { SeccompLibrary.token($0) == nil }.map { architecture in
            Diagnostic(
                .error, code: "seccomp.unknown-architecture",
                "libseccomp \(SeccompLibrary.version) knows no architecture '\(architecture.rawValue)'",
                hint: didYouMean(architecture.rawValue, among: SeccompArchitecture.known))
        }
    }

    private func checkNames() -> [Diagnostic] {
        let tokens = architectures.compactMap(SeccompLibrary.token)
        guard let first = tokens.first else { return [] }
        var found: [Diagnostic] = []
        for group in groups {
            for call in group.syscalls where !(group.isPortable && SeccompLibrary.newerCalls.contains(call)) {
                let numbers = tokens.map { SeccompLibrary.number(of: call, on: $0) }
                if SeccompLibrary.number(of: call, on: first) == nil {
                    found.append(SeccompLibrary.unknown(call, path: group.name))
                } else if !group.isPortable,
                    numbers.allSatisfy({ if case .real = $0 { false } else { true } })
                {
                    let names = architectures.map(\.rawValue).joined(separator: ", ")
                    found.append(
                        Diagnostic(
                            .warning, code: "seccomp.no-effect", "\(names) has no system call '\(call)'",
                            path: group.name
                        ))
                }
            }
        }
        return found
    }

    /// Whatever the order, libseccomp lets a rule without conditions win over those with some, and keeps the first of two
    /// that differ in the action alone.
    private func checkContradictions() -> [Diagnostic] {
        var actions: [String: Set<SeccompAction>] = [:]
        for group in groups where group.alternatives.isEmpty {
            for call in group.syscalls { actions[call, default: []].insert(group.action) }
        }
        var found = actions.filter { $0.value.count > 1 }.keys.sorted().map { call in
            Diagnostic(.error, code: "seccomp.contradiction", "'\(call)' has two actions")
        }
        for group in groups where !group.alternatives.isEmpty {
            for call in group.syscalls {
                guard let always = actions[call] else { continue }
                if always != [group.action] {
                    found.append(
                        Diagnostic(
                            .error, code: "seccomp.contradiction",
                            "'\(call)' has an action for any arguments, and another for some", path: group.name,
                            hint: "libseccomp keeps the first alone; give conditions to both"))
                }
            }
        }
        return found
    }

    private func checkRisks() -> [Diagnostic] {
        let allowed = allowedCalls
        return SeccompRefusal.always.compactMap { refusal in
            let calls = refusal.syscalls.filter(allowed.contains)
            guard !calls.isEmpty else { return nil }
            return Diagnostic(
                .warning, code: "seccomp.risky", "allows \(calls.joined(separator: ", ")): \(refusal.reason)")
        }
    }

    private func checkStart() -> [Diagnostic] {
        guard !defaultAction.isPermissive else { return [] }
        let missing = Self.neededCalls.subtracting(allowedCalls).sorted()
        guard !missing.isEmpty else { return [] }
        return [
            Diagnostic(
                .warning, code: "seccomp.no-start",
                "does not allow \(missing.joined(separator: ", ")), which the engine's runtime needs to start a container"
            )
        ]
    }
}

extension SeccompLibrary {
    /// The diagnostic for a call that no architecture has.
    static func unknown(_ call: String, path: String?) -> Diagnostic {
        Diagnostic(
            .error, code: "seccomp.unknown-call", "unknown system call '\(call)'", path: path,
            hint: didYouMean(call, among: usualCalls)
                ?? "libseccomp \(version) does not know it; leave it out, and it is answered as not implemented")
    }
}
