import AgentValues
import Diagnostics
import EngineAPI

/// The networks and volumes that containers of a project share. What is not there yet is created, after it was entered
/// in the ledger.
struct SharedResources: Sendable {
    let engine: EngineClient
    let ledger: RunLedger

    private var isolation: NetworkIsolation { NetworkIsolation(engine: engine) }

    /// Makes the project's own network when it is not there yet.
    func prepareNetwork(of options: RunOptions) async throws {
        guard case .project(let name) = options.network.mode else { return }
        do {
            let network = try await engine.networks.inspect(name)
            guard network.labels[AgentIdentity.Label.project] != options.identity.project else {
                return try await keepApart(network, options.identity)
            }
            throw taken(network, options.identity)
        } catch let error as EngineError where error.code == .notFound {
            try await createNetwork(name, of: options.identity)
        }
    }

    /// Calls `body`, and once more where it failed because another command removed the project's network when its last
    /// agent ended.
    func onNetwork<Value>(of options: RunOptions, _ body: () async throws -> Value) async throws -> Value {
        do { return try await body() } catch let error as EngineError where error.isRefusal {
            guard case .project(let name) = options.network.mode, try await isMissing(name) else { throw error }
        }
        try await prepareNetwork(of: options)
        return try await body()
    }

    private func isMissing(_ network: String) async throws -> Bool {
        do { _ = try await engine.networks.inspect(network) } catch let error as EngineError
            where error.code == .notFound
        { return true }
        return false
    }

    /// Restores the isolation of a network in an engine that has lost it. Podman reads all networks again when one is
    /// created, so one is created and removed; where that does not help, the network itself is made anew.
    private func keepApart(_ network: NetworkInspection, _ identity: AgentIdentity) async throws {
        guard !isolation.isWanted(of: network) else { return }
        let reminder = "\(network.name)_\(identity.run)"
        try await createNetwork(reminder, of: identity)
        try await engine.networks.remove(reminder)
        ledger.tookBack(.network(name: reminder))
        guard try await !isolation.isWanted(of: engine.networks.inspect(network.name)) else { return }
        guard try await engine.networks.members(of: network.name, all: true).isEmpty else {
            throw RunError(
                .notIsolated, agent: identity.agent,
                "the network '\(network.name)' was made without being apart from others, and containers are on it",
                hint: "remove them with 'aac-runtime down', and start them again")
        }
        try await engine.networks.remove(network.id)
        try await createNetwork(network.name, of: identity)
    }

    private func createNetwork(_ name: String, of identity: AgentIdentity) async throws {
        let lock = try await NetworkLock.acquire(identity.project)
        defer { withExtendedLifetime(lock) {} }
        // Another command may have made it while this one waited for the lock.
        guard try await isMissing(name) else { return try await requireOwnership(of: name, identity) }
        let configuration = NetworkConfiguration(
            name: name, options: isolation.driverOptions,
            labels: [
                AgentIdentity.Label.project: identity.project,
                AgentIdentity.Label.run: identity.run,
            ])
        do {
            try await ledger.creating(.network(name: name)) { try await createNetwork(configuration) }
        } catch let error as EngineError where error.code == .conflict {
            try await requireOwnership(of: name, identity)
        }
    }

    private func requireOwnership(of name: String, _ identity: AgentIdentity) async throws {
        let network = try await engine.networks.inspect(name)
        guard network.labels[AgentIdentity.Label.project] != identity.project else { return }
        throw taken(network, identity)
    }

    private func taken(_ network: NetworkInspection, _ identity: AgentIdentity) -> RunError {
        RunError(
            .nameTaken, agent: identity.agent,
            "a network '\(network.name)' is there (\(network.id.prefix(12))), and it is not of project '\(identity.project)'",
            hint: "rename or remove it, or use another project with --project")
    }

    /// Creates a network. Podman fails now and then while another network is being created or removed, so it is tried
    /// again.
    private func createNetwork(_ configuration: NetworkConfiguration) async throws {
        let policy = RetryPolicy(Backoff(from: .milliseconds(100), to: .milliseconds(400), factor: 4), tries: 3)
        try await policy.call(if: { engine.kind == .podman && ($0 as? EngineError)?.status == 500 }) {
            _ = try await uncancelled { try await engine.networks.create(configuration) }
        }
    }

    /// Refuses a volume whose driver mounts a folder or a disk of the host, unless the manifest gives a reason
    /// (`allowUnsafe`). What a bind mount could never have is refused in any case.
    private func check(_ volume: VolumeInspection, as mount: VolumeMount, of options: RunOptions) throws {
        guard options.security.level != .privileged, let objection = VolumeDisguise.objection(to: volume) else {
            return
        }
        let device = volume.options["device"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        let policy =
            engine.address.remoteHost == nil
            ? MountPolicy.ofHost(engine: engine.address.socket) : MountPolicy.elsewhere
        let prohibition = device.flatMap { policy.prohibition(of: policy.host.real($0)) }
        guard prohibition != nil || (mount.allowUnsafe + options.security.allowUnsafe).isEmpty else { return }
        throw RunError(
            .denied, agent: options.identity.agent,
            "the volume '\(volume.name)' must not be mounted into an agent: it \(objection)"
                + (prohibition.map { ", which \($0)" } ?? ""),
            hint: "use another volume, or say why with 'allowUnsafe: [reason]' of it")
    }

    /// Makes the named volumes that are not there yet, so that they carry our labels.
    func prepareVolumes(of options: RunOptions) async throws {
        for mount in options.volumes where mount.kind == .volume && !mount.source.isEmpty {
            do {
                try check(try await engine.volumes.inspect(mount.source), as: mount, of: options)
            } catch let error as EngineError where error.code == .notFound {
                let configuration = VolumeConfiguration(
                    name: mount.source,
                    labels: [
                        AgentIdentity.Label.project: options.identity.project,
                        AgentIdentity.Label.name: options.identity.agent,
                        AgentIdentity.Label.run: options.identity.run,
                    ])
                try await ledger.creating(.volume(name: mount.source)) {
                    _ = try await uncancelled { try await engine.volumes.create(configuration) }
                }
            }
        }
    }
}

extension EngineRuntime {
    /// Makes the networks and named volumes of several containers before they start at the same time. If one of them
    /// made what all use, and failed, its rollback would remove it under the others.
    ///
    /// - Throws: ``RunError`` or `EngineError`; what this call made is removed first.
    public func prepare(_ options: [RunOptions]) async throws {
        guard let first = options.first else { return }
        let ledger = ledger(of: first)
        let resources = SharedResources(engine: engine, ledger: ledger)
        var seen: Set<NetworkOptions.Mode> = []
        do {
            for options in options {
                if seen.insert(options.network.mode).inserted { try await resources.prepareNetwork(of: options) }
                try await resources.prepareVolumes(of: options)
            }
        } catch {
            throw await rollBack(ledger, options: first, after: error)
        }
    }
}
