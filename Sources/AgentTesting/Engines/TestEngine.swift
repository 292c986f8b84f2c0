public import Diagnostics
public import EngineAPI
internal import FoundationEssentials
internal import Testing

/// The real engines that tests run on, each test on both: `@Test(arguments: TestEngine.allCases)`.
///
/// A missing engine fails the test, unless `AAC_TEST_ENGINES` names engines and this one is not among them: then what asks for it is
/// skipped. Tests touch only what they made themselves: names come from ``uniqueName(_:)``, and ``labels`` marks what is left behind
/// by a test that was killed.
public enum TestEngine: String, Sendable, CaseIterable, CustomStringConvertible {
    /// Docker, at `AAC_TEST_DOCKER`, else at `/var/run/docker.sock`.
    case docker
    /// Podman, at `AAC_TEST_PODMAN`, else at `/run/podman/podman.sock`.
    case podman

    /// The image that ``ensureTestImage()`` makes.
    public static let image = "aac-test/busybox:2"

    /// The labels of everything that tests make on an engine.
    public static let labels = ["aac-runtime.test": "true"]

    /// A name that no other test has: `aac-test-`, the stem, and eight hexadecimal digits.
    public static func uniqueName(_ stem: String) -> String {
        let digits = String(UInt32.random(in: .min ... .max), radix: 16)
        return "aac-test-\(stem)-" + String(repeating: "0", count: 8 - digits.count) + digits
    }

    /// Where it listens: a path, or what `DOCKER_HOST` may hold.
    public var host: String {
        let environment = ProcessInfo.processInfo.environment
        switch self {
        case .docker: return environment["AAC_TEST_DOCKER"] ?? "unix:///var/run/docker.sock"
        case .podman: return environment["AAC_TEST_PODMAN"] ?? "unix:///run/podman/podman.sock"
        }
    }

    /// Whether tests may ask this engine: `AAC_TEST_ENGINES` is not set, or it names it, such as `docker podman`.
    public var isThere: Bool {
        guard let names = ProcessInfo.processInfo.environment["AAC_TEST_ENGINES"] else { return true }
        return names.split(separator: " ").contains { $0 == rawValue }
    }

    /// Ends the test that runs as skipped where this engine is not to be asked. ``connect(timeouts:)`` and all that connects call it.
    public func skipIfNotThere() throws {
        if !isThere { try Test.cancel("\(self) is needed") }
    }

    /// Ends the test that runs as skipped where another engine of this kind is tested than the one that this client is connected to.
    public func skip(unlessLike client: EngineClient) async throws {
        let own = try await connect()
        defer { own.shutdown() }
        if own.serverVersion != client.serverVersion {
            try Test.cancel("\(self) \(client.serverVersion ?? "") is not the one that is tested")
        }
    }

    /// Its name as people write it.
    public var description: String { kind.description }

    /// Which engine must answer there.
    public var kind: EngineKind { self == .docker ? .docker : .podman }

    /// Connects to it. The client ends when it is dropped.
    /// - Throws: `EngineError` when it does not answer, ``TestEngineError`` when another engine does. Ends the test as skipped
    ///   where this engine is not to be asked.
    public func connect(timeouts: EngineTimeouts = .default) async throws -> EngineClient {
        try skipIfNotThere()
        let client = try await EngineClient.connect(to: EngineAddress(parsing: host), timeouts: timeouts)
        guard client.kind == kind else { throw TestEngineError("\(client.kind) answers at \(host), not \(kind)") }
        return client
    }

    /// Connects to it and sees to it that ``image`` is there.
    public func connectWithImage() async throws -> EngineClient {
        try await ensureTestImage()
        return try await connect()
    }
}

/// The machine lacks something that tests on real engines need.
public struct TestEngineError: ReportableError {
    /// What is missing.
    public var summary: String

    /// Creates an error.
    public init(_ summary: String) { self.summary = summary }

    /// `test-engine.unusable`.
    public var reportCode: String { "test-engine.unusable" }
}
