import AgentValues
public import EngineAPI
internal import FoundationEssentials
internal import Glibc

/// An engine of the test's own, which may be killed and started again as often as the test likes.
///
/// Docker is a `dockerd` with data, state and containerd of its own, in a network namespace of its own: in the host's it would
/// take or remove the bridges of the host's Docker. So containers cannot be reached over the network, and want a probe that
/// needs none. Podman is a service on a socket of its own; it shares images and containers with the host's Podman, and
/// containers outlive it. Both take root.
public final class DisposableEngine: Sendable {
    /// Which engine it is.
    public let kind: TestEngine
    /// Where it listens, for `--engine`.
    public let host: String
    private let folder: String
    private let daemon: DisposableDaemon

    private init(_ kind: TestEngine) throws {
        self.kind = kind
        // Not one that removes itself: what is mounted below must go first.
        folder = try TestFolder.make()
        host = "unix://\(folder)/engine.sock"
        switch kind {
        case .docker: daemon = .docker(folder: folder)
        case .podman:
            let settings = EmbeddedEngine.settings(environment: ProcessInfo.processInfo.environment)
            try settings.write(toFile: "\(folder)/containers.conf", atomically: true, encoding: .utf8)
            daemon = .podman(folder: folder)
        }
    }

    /// Runs `body` with an engine that answers and has ``TestEngine/image``; it ends with it.
    ///
    /// - Throws: ``TestEngineError`` when it does not start, or what `body` throws.
    public static func with<Result: Sendable>(
        _ kind: TestEngine, _ body: (DisposableEngine) async throws -> Result
    ) async throws -> Result {
        try kind.skipIfNotThere()
        let engine = try DisposableEngine(kind)
        do {
            try await engine.start()
            let client = try await engine.connect()
            try await TestImage.provide(on: client)
            client.shutdown()
            let result = try await body(engine)
            await engine.remove()
            return result
        } catch {
            await engine.remove()
            throw error
        }
    }

    /// Connects to it. The client ends when it is dropped.
    public func connect() async throws -> EngineClient {
        try await EngineClient.connect(to: EngineAddress(parsing: host))
    }

    /// Starts it, again or for the first time, and returns when it answers.
    public func start() async throws {
        try await daemon.start()
        let policy = RetryPolicy(.every(.milliseconds(20)), limit: .seconds(60))
        do {
            try await policy.call(if: { $0 is EngineError && daemon.isRunning }) { try await connect().shutdown() }
        } catch let error as EngineError {
            throw TestEngineError("a private \(kind) does not answer: \(error); \(daemon.lastLines)")
        }
    }

    /// Kills it with SIGKILL, and returns when it is gone. Its containers' processes go on running.
    public func kill() async { await daemon.end(with: SIGKILL) }

    private func remove() async {
        // In a task of its own, so that it goes even when the test was cancelled.
        await Task {
            if !daemon.isRunning { try? await start() }
            if kind == .docker { await removeContainers() }
            await daemon.end(with: SIGTERM)
            umount2("\(folder)/data", Int32(MNT_DETACH))
            try? FileManager.default.removeItem(atPath: folder)
        }.value
    }

    private func removeContainers() async {
        guard let client = try? await connect() else { return }
        for container in (try? await client.containers.list(all: true)) ?? [] {
            try? await client.containers.remove(container.id, force: true, volumes: true)
        }
    }
}
