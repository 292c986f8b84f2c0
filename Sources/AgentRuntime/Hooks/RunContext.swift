public import Logging
import Synchronization

/// What a hook knows of the run that it is called for, and where it keeps values between its calls.
public struct RunContext: Sendable {
    /// The name and type of a value that a hook keeps between its calls.
    public protocol Key: Sendable {
        /// The value's type.
        associatedtype Value: Sendable
    }

    /// The project's name.
    public let project: String
    /// The agent's name.
    public let agent: String
    /// A text that no other run has.
    public let run: String
    /// The digest of what was asked for, before hooks changed it, as the container's label has it; nil where nothing is run.
    public let configHash: String?
    /// Where a hook may log.
    public let logger: Logger
    /// The engine, to ask and not to change; nil where none is asked, as in `plan`.
    public let engine: EngineView?
    /// Whether nothing is going to run: `plan` asks what `preRun` would change. A hook then changes nothing outside of the options.
    public let isPlan: Bool
    private let report: @Sendable (String) -> Void
    private let store = Store()

    /// Creates a context with nothing kept in it.
    ///
    /// - Parameters:
    ///   - project: the project's name.
    ///   - agent: the agent's name.
    ///   - run: a text that no other run has.
    ///   - configHash: the digest of what was asked for; nil where nothing is run.
    ///   - logger: where a hook may log.
    ///   - engine: the engine, to ask; nil where none is asked.
    ///   - isPlan: whether nothing is going to run.
    ///   - warn: takes what a hook wants people to know; ignored unless given.
    public init(
        project: String, agent: String, run: String, configHash: String? = nil, logger: Logger,
        engine: EngineView? = nil, isPlan: Bool = false, warn: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.project = project
        self.agent = agent
        self.run = run
        self.configHash = configHash
        self.logger = logger
        self.engine = engine
        self.isPlan = isPlan
        report = warn
    }

    /// Tells people something that does not stop the run.
    public func warn(_ text: String) { report(text) }

    /// What was kept under the key in this run; nil when nothing was.
    public subscript<K: Key>(key: K.Type) -> K.Value? {
        get { store.values.withLock { $0[ObjectIdentifier(key)] as? K.Value } }
        nonmutating set { store.values.withLock { $0[ObjectIdentifier(key)] = newValue } }
    }

    private final class Store: Sendable {
        let values = Mutex<[ObjectIdentifier: any Sendable]>([:])
    }
}
