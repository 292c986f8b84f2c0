import AgentValues
import Diagnostics
import EngineAPI

/// One run on an engine, step by step. Each object is entered in the ledger before the call that creates it.
struct EngineRun: Sendable {
    let runtime: EngineRuntime
    let options: RunOptions
    /// The digest of what was asked for.
    let configHash: String
    let observer: RunObserver
    let ledger: RunLedger

    var engine: EngineClient { runtime.engine }
    var agent: String { options.identity.agent }
    private var resources: SharedResources { SharedResources(engine: engine, ledger: ledger) }

    func execute() async throws -> ContainerInfo {
        let sources = try await pinSources()
        // Kept open until the container has them: the inode number of a closed file could be given to another one.
        defer { withExtendedLifetime(sources) {} }
        let secrets = try await fetchSecrets()
        async let prepared: Void = resources.prepareNetwork(of: options)
        let image = try await runtime.image(options.image, agent: agent, observer: observer)
        try await prepared
        try await refuseUnansweredPorts()
        let options = try confined(to: image, sources)
        try await resources.prepareVolumes(of: options)
        let user = options.security.user ?? image.configuration?.user ?? ""
        var assets = try await prepareAssets(options, sources, for: image, user: user)
        var configuration = self.configuration(of: options, assets)
        let id: String
        do { id = try await create(configuration) } catch {
            guard let folder = assets.folder, (error as? RunError)?.code == .createRefused,
                try await !ArrivalTest(engine: engine, ledger: ledger, options: options).passes(with: folder)
            else { throw error }
            assets = try await prepareRemoteAssets(options, for: image, user: user)
            configuration = self.configuration(of: options, assets)
            id = try await create(configuration)
        }
        try await stage(secrets, user: user, container: id)
        try await FreshVolumes(
            engine: engine, ledger: ledger, options: options, configHash: configHash, progress: observer.progress
        )
        .give(to: user, of: id)
        let (pending, inspection) = try await startApart(
            id, limits: configuration.host ?? HostConfiguration(), hasGate: assets.folder != nil)
        let container = try checkPorts(inspection)
        try await observer.started(container)
        try await awaitReadiness(inspection, exit: pending)
        return container
    }

    private func configuration(of options: RunOptions, _ assets: RunAssets) -> ContainerConfiguration {
        var configuration = options.containerConfiguration(for: engine.kind, assets, configHash: configHash)
        // The lifetime begins now. When it ends is left out of the digest, or a later `up` would take it for a change.
        if let lifetime = options.lifetime {
            configuration.labels = Lease(lifetime, from: .now).labels.merging(configuration.labels ?? [:]) { lease, _ in
                lease
            }
        }
        return configuration
    }

    private func create(_ configuration: ContainerConfiguration) async throws -> String {
        observer.progress(.creating)
        do {
            return try await ledger.creating(.container(name: options.name)) { try await createOnce(configuration) }
        } catch let error as EngineError where error.isRefusal {
            // For a taken name Docker answers 409 and Podman 500, so look for a container of that name instead.
            guard let other = try await holderOfName() else { throw refused(error) }
            try await replace(other, after: error)
        }
        do {
            return try await ledger.creating(.container(name: options.name)) { try await createOnce(configuration) }
        } catch let error as EngineError where error.isRefusal {
            throw refused(error)
        }
    }

    private func refused(_ error: EngineError) -> RunError {
        RunError(
            .createRefused, agent: agent, "the engine refused to create the container", details: error.words,
            hint: error.hint)
    }

    private func createOnce(_ configuration: ContainerConfiguration) async throws -> String {
        try configuration.checkMounts(of: agent)
        let created = try await resources.onNetwork(of: options) {
            try await uncancelled { try await engine.containers.create(configuration, name: options.name) }
        }
        for warning in created.warnings { observer.progress(.warning("the engine says: \(warning)")) }
        if !created.warnings.isEmpty {
            try LimitCheck(wanted: configuration.host ?? HostConfiguration(), agent: agent, warnings: created.warnings)
                .check(try await engine.containers.inspect(created.id))
        }
        return created.id
    }

    /// The container that has the wanted name, where there is one.
    private func holderOfName() async throws -> ContainerInspection? {
        do { return try await engine.containers.inspect(options.name) } catch let error as EngineError
            where error.code == .notFound
        {
            return nil
        }
    }

    /// Removes the container that has the wanted name when it is a leftover of the same agent; somebody else's stays.
    private func replace(_ other: ContainerInspection, after refusal: EngineError) async throws {
        let owner = try await engine.owner(of: other)
        guard let owner, owner.project == options.identity.project, owner.agent == options.identity.agent else {
            throw RunError(
                .nameTaken, agent: agent,
                "the name '\(options.name)' is taken by container \(other.id.prefix(12)), which is not this agent's",
                details: refusal.words, hint: "remove or rename that container, or choose another --project")
        }
        if owner.run == options.identity.run { throw refusal }
        observer.progress(
            .replacing(container: other.name, reason: "it is left from an earlier run (\(other.state.status))"))
        if other.state.isRunning { try await runtime.stop(ContainerID(other.id), timeout: options.stopTimeout) }
        try await engine.containers.remove(other.id, force: true, volumes: true)
        try RunFiles.remove(of: owner)
        try SecretFiles.remove(of: owner)
    }

    /// How many starts are tried when the engine loses the isolation of the network right before each of them.
    private static let forgettings = 3

    /// Starts the container on an isolated network. Where the engine has lost the isolation, it is made anew and the
    /// container is started again; the agent is held all the time.
    ///
    /// - Parameters:
    ///   - limits: what must be in force.
    ///   - hasGate: whether the agent can be held; in a volume there is no gate, and the launcher alone checks the cage.
    private func startApart(
        _ id: String, limits: HostConfiguration, hasGate: Bool
    ) async throws -> (PendingExit, ContainerInspection) {
        var attempt = 1
        while true {
            try await resources.prepareNetwork(of: options)
            let pending = try await engine.containers.wait(id, condition: .nextExit)
            do {
                let inspection = try await start(id, limits, hasGate)
                return (pending, inspection)
            } catch let error as RunError where error.code == .notIsolated && attempt < Self.forgettings {
                attempt += 1
                // The launcher would end by itself, because nobody has the gate open any more; this is sooner.
                try? await engine.containers.kill(id)
                _ = try await pending.exit()
            }
        }
    }

    private func start(_ id: String, _ limits: HostConfiguration, _ hasGate: Bool) async throws -> ContainerInspection {
        try await observer.created(ContainerInfo(id: ContainerID(id), name: options.name, ports: options.ports))
        observer.progress(.starting)
        do {
            let start = { try await resources.onNetwork(of: options) { try await engine.containers.start(id) } }
            let check = LimitCheck(wanted: limits, agent: agent, warnings: [])
            guard hasGate else {
                _ = try await start()
                let inspection = try await engine.containers.inspect(id)
                try check.check(inspection)
                return inspection
            }
            let guarded = try GuardedStart(id, of: options.identity, on: engine)
            return try await guarded.start(by: start) { inspection in
                try check.check(inspection)
                try await NetworkIsolation(engine: engine).verify(inspection, of: options)
                ScratchFolders(volumes: options.volumes).open(in: inspection)
                if let beforeExec = observer.beforeExec {
                    try await beforeExec(ContainerInfo(inspection), try guarded.agentProcess(of: inspection))
                }
            }.0
        } catch let error as EngineError where error.isRefusal {
            throw await StartFailure(engine: engine, options: options, refusal: error).explain()
        }
    }
}

extension EngineError {
    /// Whether the engine answered, and refused; false where the call did not reach it or its answer was lost.
    var isRefusal: Bool { status != nil }

    /// The engine's own words, for an error's details.
    var words: [String] { engineMessage.map { ["the engine says: \($0)"] } ?? [] }
}
