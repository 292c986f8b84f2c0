public import AgentValues
public import EngineAPI
import FoundationEssentials
public import Logging

/// Runs containers on a Docker or Podman engine.
///
/// A run is all or nothing: it ends with a container that started and is ready, or with nothing left behind.
public struct EngineRuntime: ContainerRuntime {
    /// The engine.
    public let engine: EngineClient
    let logger: Logger
    let registries: RegistryCredentialStore
    let journal: RunJournal
    let secrets: SecretResolver
    private let hurried: (@Sendable () async -> Bool)?
    private let stopping: (@Sendable (_ agent: String, _ limit: Duration) async -> Void)?

    /// Creates a runtime on a connected engine.
    ///
    /// - Parameters:
    ///   - engine: the engine that runs the containers.
    ///   - logger: gets what happens at debug and trace level.
    ///   - registries: the credentials for pulls; those of the user's Docker configuration unless given.
    ///   - secrets: fetches the values of secrets; from this process's environment, files and programs unless given.
    ///   - journal: keeps a list of what this runtime has created and not removed.
    ///   - hurried: suspends until the user does not want to wait any longer (a second Ctrl-C), and returns true; then
    ///     containers that are being stopped are killed. It returns false when its task is cancelled.
    ///   - stopping: told of each running container that gets its stop signal, with the agent's name and how long it has until
    ///     SIGKILL.
    public init(
        _ engine: EngineClient, logger: Logger = Logger(label: "aac.runtime"),
        registries: RegistryCredentialStore? = nil, secrets: SecretResolver = SecretResolver(),
        journal: RunJournal = RunJournal(),
        hurried: (@Sendable () async -> Bool)? = nil,
        stopping: (@Sendable (_ agent: String, _ limit: Duration) async -> Void)? = nil
    ) {
        self.engine = engine
        self.logger = logger
        self.journal = journal
        self.secrets = secrets
        self.hurried = hurried
        self.stopping = stopping
        self.registries = registries ?? RegistryCredentialStore(environment: ProcessInfo.processInfo.environment)
    }

    /// The engine, to ask.
    public var engineView: EngineView? { EngineView(engine) }

    /// Makes sure that the image is on the engine: `GET /images/{name}/json`, else `POST /images/create`.
    ///
    /// - Throws: ``RunError`` with `imageUnavailable` when it is neither there nor to be pulled.
    public func validateImage(_ reference: String) async throws {
        _ = try await image(reference, agent: reference, observer: RunObserver())
    }

    /// Creates and starts a container and waits until it is ready.
    ///
    /// - Throws: ``RunError``, `EngineError`, or what the observer throws; `CancellationError` when the task is cancelled.
    ///   In each case what the run created is removed first, unless the agent itself failed and its container is to be kept.
    public func run(_ options: RunOptions, configHash: String?, observer: RunObserver) async throws -> RunResult {
        do {
            return try await runOnce(options, configHash: configHash, observer: observer)
        } catch let error as RunError where error.mayBeLostPort(of: options) {
            observer.progress(.warning("a free port may have been taken meanwhile: the engine chooses another one"))
            return try await runOnce(options, configHash: configHash, observer: observer)
        }
    }

    private func runOnce(
        _ options: RunOptions, configHash: String?, observer: RunObserver
    ) async throws -> RunResult {
        let ledger = ledger(of: options)
        do {
            let container = try await EngineRun(
                runtime: self, options: options, configHash: configHash ?? options.configHash, observer: observer,
                ledger: ledger
            ).execute()
            try Task.checkCancellation()
            return RunResult(container, options: options)
        } catch {
            if let kept = await keepFailed(ledger, options, after: error) { throw kept }
            if !ledger.isEmpty { observer.progress(.rollingBack) }
            throw await rollBack(ledger, options: options, after: error)
        }
    }

    /// Starts a container of ours again: `POST /containers/{id}/start`. The agent is let go once its cage is proven to
    /// be the one that it was created with; otherwise the container is killed.
    ///
    /// - Throws: ``RunError`` when the cage does not hold or the agent's process ends before it is let go, or `EngineError`.
    @discardableResult
    public func start(_ container: ContainerID) async throws -> StateChange {
        let inspection = try await engine.containers.inspect(container.rawValue)
        guard let owner = try await engine.owner(of: inspection),
            inspection.configuration.entrypoint == [RunAssets.launcherPath]
        else { return try await engine.containers.start(inspection.id) }
        do {
            let options = Self.options(of: inspection, owner)
            try await SharedResources(engine: engine, ledger: ledger(of: options)).prepareNetwork(of: options)
            return try await GuardedStart(inspection.id, of: owner, on: engine).start {
                try await engine.containers.start(inspection.id)
            } whileHeld: {
                try await NetworkIsolation(engine: engine).verify($0, of: options)
            }.1
        } catch let error where !(error is EngineError) {
            // The agent is held, and nobody would let it go.
            try? await uncancelled { try await engine.containers.kill(inspection.id) }
            throw error
        }
    }

    /// The options that a start needs, read from the container itself: its image, its name, and whether it is on the
    /// project's network.
    private static func options(of container: ContainerInspection, _ owner: AgentIdentity) -> RunOptions {
        var options = RunOptions(image: container.configuration.image, name: container.name, identity: owner)
        let network = NetworkOptions.Mode.project(of: owner.project)
        if case .project(let name) = network, container.network.networks[name] != nil { options.network.mode = network }
        return options
    }

    func ledger(of options: RunOptions) -> RunLedger {
        let begun = BegunCreations(project: options.identity.project, on: engine.address)
        return RunLedger(journal: journal, begun: begun)
    }

    /// Ends the container's command: `POST /containers/{id}/stop`, and `POST /containers/{id}/kill` once the user is in
    /// a hurry.
    public func stop(_ container: ContainerID, timeout: Duration?) async throws {
        await tellOfStop(of: container, timeout)
        guard let hurried else {
            try await engine.containers.stop(container.rawValue, timeout: timeout)
            return
        }
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await engine.containers.stop(container.rawValue, timeout: timeout)
                return true
            }
            group.addTask {
                // A kill ends the container, and with it the stop that the other task waits for.
                if await hurried() { try? await engine.containers.kill(container.rawValue) }
                return false
            }
            defer { group.cancelAll() }
            while let isStopped = try await group.next(), !isStopped {}
        }
    }

    private func tellOfStop(of container: ContainerID, _ timeout: Duration?) async {
        // What cannot be had here, the stop itself will say.
        guard let stopping, let found = try? await engine.containers.inspect(container.rawValue), found.state.isRunning
        else { return }
        let identity = AgentIdentity(labels: found.configuration.labels ?? [:])
        let name = identity.map { $0.replica > 1 ? "\($0.agent)/\($0.replica)" : $0.agent } ?? found.name
        await stopping(name, timeout ?? found.configuration.stopTimeout.map { .seconds($0) } ?? .seconds(10))
    }

    /// Removes a container with its unnamed volumes, and the files that were mounted into it: `DELETE /containers/{id}`.
    public func remove(_ container: ContainerID) async throws {
        let found = try await engine.unlessMissing { try await engine.containers.inspect(container.rawValue) }
        guard let inspection = found else { return }
        let owner = try await engine.owner(of: inspection)
        // Where somebody else removes it first, its files must still go: without the container, nobody would find them.
        _ = try await engine.unlessMissing { try await removeOrAwaitRemoval(of: inspection.id) }
        journal.forget(.container(inspection.name))
        _ = try await engine.unlessMissing { try await removeGuardVolume(of: inspection) }
        guard let owner else { return }
        try RunFiles.remove(of: owner)
        journal.forget(.folder(RunFiles(of: owner, on: engine.address).folder))
        try SecretFiles.remove(of: owner)
        journal.forget(.folder(SecretFiles(of: owner, on: engine.address).folder))
    }

    private func removeGuardVolume(of container: ContainerInspection) async throws {
        guard let name = GuardVolume.name(of: container) else { return }
        let volume = try await engine.volumes.inspect(name)
        guard volume.labels[AgentIdentity.Label.guardVolume] != nil else { return }
        try await engine.volumes.remove(name)
        journal.forget(.volume(name))
    }

    /// Removes the container, or waits until it is gone where somebody else is removing it.
    private func removeOrAwaitRemoval(of id: String) async throws {
        do {
            try await engine.containers.remove(id, force: true, volumes: true)
        } catch let error as EngineError where error.isRefusal && error.code != .notFound {
            guard try await engine.containers.inspect(id).state.status == .removing else { throw error }
            _ = try await engine.containers.wait(id, condition: .removed).exit()
        } catch let error as EngineError where error.leavesDoubt {
            // The engine may have carried the call out although its answer is lost. This has to be settled here: the
            // caller removes the mounted files afterwards.
            do { _ = try await engine.containers.inspect(id) } catch let absence as EngineError
                where absence.code == .notFound
            { return }
            guard error.code == .timedOut else { throw error }
            // The container is still there and the engine answers again, so the call did not arrive.
            try await engine.containers.remove(id, force: true, volumes: true)
        }
    }

    /// The container's output: `GET /containers/{id}/logs`.
    public func streamLogs(_ container: ContainerID, options: LogOptions) async throws -> LogStream {
        let inspection = try await engine.containers.inspect(container.rawValue)
        return try await engine.containers.logs(
            inspection.id, options, tty: inspection.configuration.hasTerminal ?? false)
    }

    /// The running containers that are ours by their labels: `GET /containers/json`.
    public func list() async throws -> [ContainerInfo] {
        try await engine.agentContainers(filters: ["label": [AgentIdentity.Label.project]]).own.map(ContainerInfo.init)
    }
}

extension ContainerInfo {
    /// A container as a list shows it.
    public init(_ summary: ContainerSummary) {
        let ports = summary.ports.compactMap { port -> PortMapping? in
            guard let host = port.hostPort, let transport = port.container.transport.mapped else { return nil }
            return PortMapping(
                host: host, container: port.container.number, protocol: transport,
                hostIP: port.hostAddress ?? PortMapping.defaultHostIP)
        }
        self.init(id: ContainerID(summary.id), name: summary.names.first ?? "", ports: ports.sorted())
    }

    /// A container as an inspection shows it.
    public init(_ inspection: ContainerInspection) {
        let ports = inspection.network.ports.byPort.flatMap { port, bindings in
            bindings.compactMap { binding -> PortMapping? in
                guard let host = binding.port, let transport = port.transport.mapped else { return nil }
                return PortMapping(
                    host: host, container: port.number, protocol: transport,
                    hostIP: binding.hostAddress ?? PortMapping.defaultHostIP)
            }
        }
        self.init(id: ContainerID(inspection.id), name: inspection.name, ports: ports.sorted())
    }
}

extension ContainerPort.TransportProtocol {
    fileprivate var mapped: PortMapping.TransportProtocol? {
        switch self {
        case .tcp: .tcp
        case .udp: .udp
        default: nil
        }
    }
}

extension PortMapping: Comparable {
    /// By container port, protocol, host port and address.
    public static func < (a: PortMapping, b: PortMapping) -> Bool {
        (a.container, a.protocol.rawValue, a.host, a.hostIP) < (b.container, b.protocol.rawValue, b.host, b.hostIP)
    }
}
