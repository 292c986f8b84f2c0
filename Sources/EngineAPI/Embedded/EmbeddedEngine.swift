import AgentValues
import Glibc
public import Logging

/// A Podman of our own, for machines where no engine runs: a private `podman system service` that we start and stop.
///
/// Its settings make it work where a plain `podman run` may not: without systemd, with hybrid cgroups, and with limits that
/// may not be raised. It shares images and containers with the user's Podman. Containers stay when it is stopped, and the
/// next one finds them. When our process is killed, it ends by itself after a minute.
public final class EmbeddedEngine: Sendable {
    /// The connection to it.
    public let client: EngineClient
    /// The folder with its socket.
    public let folder: String
    private let place: EmbeddedEngineFolder
    private let service: PodmanService
    private let attention: Task<Void, Never>

    private init(client: EngineClient, place: EmbeddedEngineFolder, service: PodmanService) {
        self.client = client
        self.place = place
        self.service = service
        folder = place.path
        attention = Task.detached { await Self.stayConnected(client) }
    }

    deinit {
        attention.cancel()
        service.cancel()
        place.remove()
    }

    /// Starts one, and returns when it answers.
    /// - Parameters:
    ///   - environment: for Podman, and to find it (`PATH`, `XDG_RUNTIME_DIR`).
    ///   - timeouts: the limits of its client.
    ///   - idleLimit: after how long without us it ends by itself.
    ///   - readyLimit: how long it may take to answer.
    ///   - logger: gets the client's log.
    /// - Throws: ``EngineError`` with code `embeddedEngine`: podman is not installed, or it ended, with its last words.
    public static func start(
        environment: [String: String], timeouts: EngineTimeouts = .default, idleLimit: Duration = .seconds(60),
        readyLimit: Duration = .seconds(30), logger: Logger? = nil
    ) async throws -> EmbeddedEngine {
        guard let podman = Executables.path(of: "podman", environment: environment) else {
            throw EngineError(
                .embeddedEngine, action, message: "podman is not installed",
                hint: "install it, on Debian: sudo apt-get install podman")
        }
        let configuration = ContainersConfiguration(host: .current(environment: environment))
        let place = try EmbeddedEngineFolder.make(
            below: EmbeddedEngineFolder.bases(environment: environment), configuration: configuration.text)
        let service = PodmanService(podman: podman, folder: place, environment: environment, idleLimit: idleLimit)
        do {
            let client = try await connect(
                to: .unix(path: place.socketPath), of: service, within: readyLimit, timeouts: timeouts, logger: logger)
            return EmbeddedEngine(client: client, place: place, service: service)
        } catch {
            await service.stop()
            place.remove()
            throw error
        }
    }

    /// Stops it and removes its folder; containers stay. A second call does nothing.
    public func stop() async {
        attention.cancel()
        client.shutdown()
        await service.stop()
        place.remove()
    }

    /// What stands for all embedded engines of this user, which have sockets of their own and the same containers.
    ///
    /// - Returns: nil when the path is not the socket of one.
    package static func place(ofSocket path: String) -> String? {
        EmbeddedEngineFolder.isSocket(path) ? "embedded podman of user \(getuid())" : nil
    }

    private static let action = "start the embedded engine"

    /// Pings until it answers: its socket appears some 50 ms after its start.
    private static func connect(
        to address: EngineAddress, of service: PodmanService, within limit: Duration, timeouts: EngineTimeouts,
        logger: Logger?
    ) async throws -> EngineClient {
        let policy = RetryPolicy(Backoff(from: .milliseconds(5), to: .milliseconds(100)), limit: limit)
        do {
            return try await policy.call(if: { $0 is EngineError && service.ending == nil }) {
                try await EngineClient.connect(to: address, timeouts: timeouts, logger: logger)
            }
        } catch let error as EngineError {
            if let ending = service.ending { throw failure("podman system service does not run: \(ending)", service) }
            throw failure("podman system service did not answer within \(limit): \(error)", service)
        }
    }

    private static func failure(_ message: String, _ service: PodmanService) -> EngineError {
        EngineError(.embeddedEngine, action, message: message, details: service.lastLines.map { "podman: \($0)" })
    }

    /// Keeps one request open, because the service ends when it has none for its idle limit. When our process dies the
    /// request ends with it.
    private static func stayConnected(_ client: EngineClient) async {
        var call = EngineCall.get("/events", to: "keep the embedded engine", limit: .stream)
        call.query.add("filters", #"{"container":["aac-runtime:none"]}"#)
        while !Task.isCancelled {
            do {
                for try await _ in try await client.stream(call) {}
            } catch {
                // Tried again below, until we are cancelled or the service is gone.
            }
            try? await Task.sleep(for: .seconds(1))
        }
    }
}
