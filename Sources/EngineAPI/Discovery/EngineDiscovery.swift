import HTTPTransport
public import Logging

/// Finds the engine to work with.
///
/// Looked at in this order: the engine named in the call (`--engine`), `AAC_ENGINE`, `DOCKER_HOST`, the current Docker context,
/// `/var/run/docker.sock`, the rootless Docker socket, Podman's system and user sockets, and last an embedded engine. The
/// first four are the user's choice, so when it fails, no other engine is tried. Each place is pinged.
public struct EngineDiscovery: Sendable {
    /// An address as `DOCKER_HOST` takes it, a path, or one of the words `docker`, `podman` (their usual sockets) and
    /// `embedded`; nil to go by the environment.
    public var named: String?
    /// The environment's variables.
    public var environment: [String: String]
    /// The limits of the client that is returned.
    public var timeouts: EngineTimeouts
    /// How long a ping may take, 5 s unless changed; four times that at the user's choice, beside which nothing else is tried. Never
    /// longer than any call.
    public var pingLimit: Duration
    /// Whether an embedded engine is started when nothing answers; true unless changed.
    public var allowsEmbedded: Bool
    /// Gets the client's log, at debug and trace level.
    public var logger: Logger?
    var places: StandardPlaces

    /// Creates a search.
    public init(
        named: String? = nil, environment: [String: String], timeouts: EngineTimeouts = .default, logger: Logger? = nil
    ) {
        self.named = named
        self.environment = environment
        self.timeouts = timeouts
        pingLimit = .seconds(5)
        allowsEmbedded = true
        self.logger = logger
        places = StandardPlaces(environment: environment)
    }

    /// Pings one place after the other; returns the first engine that answers.
    /// - Throws: ``EngineError``: `noEngine` with every failure and what to do about it, `invalidAddress` for a choice that
    ///   cannot be understood.
    public func find() async throws -> DiscoveredEngine {
        let plan = try candidates()
        var attempts: [EngineAttempt] = []
        // Most searches only touch Unix sockets; they share one transport and its thread.
        let shared = HTTPClient(logger: logger)
        let limit = min(plan.isChoice ? pingLimit * 4 : pingLimit, timeouts.request)
        for candidate in plan.candidates {
            do {
                let (client, embedded) = try await open(candidate, limit, through: shared)
                guard candidate.accepts(client.kind) else { throw candidate.wrongKind(client.kind) }
                let problem = DockerConfiguration.find(environment: environment).problem
                return DiscoveredEngine(
                    client: client, source: candidate.source, attempts: attempts,
                    warnings: problem.map { [$0] } ?? [], embedded: embedded)
            } catch let error as EngineError {
                logger?.debug("no engine by \(candidate.source): \(error)")
                attempts.append(EngineAttempt(source: candidate.source, address: candidate.address, error: error))
            }
        }
        throw Self.nothingFound(attempts, isChoice: plan.isChoice)
    }

    private func open(
        _ candidate: EngineCandidate, _ limit: Duration, through shared: HTTPClient
    ) async throws -> (EngineClient, EmbeddedEngine?) {
        guard let address = candidate.address else {
            let engine = try await EmbeddedEngine.start(environment: environment, timeouts: timeouts, logger: logger)
            return (engine.client, engine)
        }
        guard address.tlsConfiguration == nil else {
            let own = HTTPClient(tls: address.tlsConfiguration, logger: logger)
            return (try await connect(to: address, limit, through: own), nil)
        }
        return (try await connect(to: address, limit, through: shared), nil)
    }

    private func connect(
        to address: EngineAddress, _ limit: Duration, through http: HTTPClient
    ) async throws -> EngineClient {
        try await EngineClient.connect(
            to: address, pingLimit: limit, timeouts: timeouts, http: http, logger: logger)
    }

    private static func nothingFound(_ attempts: [EngineAttempt], isChoice: Bool) -> EngineError {
        let only = attempts.count == 1 ? attempts.first : nil
        return EngineError(
            .noEngine, "find an engine",
            message: only.map { "no engine answers at \($0.line)" } ?? "no engine answers",
            details: only == nil ? attempts.flatMap { [$0.line] + ($0.remedy.map { ["    \($0)"] } ?? []) } : [],
            hint: only?.remedy
                ?? (isChoice
                    ? nil
                    : "start one of these, install podman (an embedded engine is then used), or name an engine with --engine"),
            underlying: attempts.map(\.error))
    }
}
