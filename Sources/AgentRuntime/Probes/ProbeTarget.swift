import AgentLauncher
import AgentValues
import EngineAPI

/// The container that is asked, and the way to it.
struct ProbeTarget: Sendable {
    /// How a port of the container is reached.
    enum Road: Sendable, Hashable {
        /// The container itself answers at this address, as seen from here.
        case direct(host: String)
        /// Through a process in the container, which connects to this address; nil: the loopback address.
        case inside(address: String?)
    }

    let engine: EngineClient
    /// Its id.
    let container: String
    let hasTerminal: Bool
    /// The image's own check; nil without one.
    let healthCheck: HealthCheckConfiguration?
    /// `NAME=value` each.
    let environment: [String]
    /// When the container's command ended the last time; nil before its first end.
    let endedBefore: EngineTime?
    /// Told of what is done in another way than it was written; it must return at once.
    let note: @Sendable (String) -> Void
    private let reach: ContainerReach
    private let ownAddress: String?
    /// Where the launcher is in the container; nil in one that another program made.
    private let launcher: String?

    init(
        engine: EngineClient, inspection: ContainerInspection, note: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.engine = engine
        self.note = note
        container = inspection.id
        hasTerminal = inspection.configuration.hasTerminal ?? false
        healthCheck = inspection.configuration.healthCheck
        environment = inspection.configuration.environment ?? []
        endedBefore = inspection.state.finishedAt
        reach = ContainerReach(inspection)
        ownAddress = inspection.network.networks.sorted { $0.key < $1.key }.compactMap(\.value.address)
            .first { !$0.isEmpty }
        launcher = inspection.configuration.entrypoint?.first.flatMap { path in
            [RunAssets.launcherPath, RunAssets.launcherPathInVolume].contains(path) ? path : nil
        }
    }

    /// The way to a port. Through a published port none leads: its proxy accepts before the agent listens, and who answers there
    /// need not be this agent.
    func road(to address: Probe.Address) -> Road? {
        if let host = reach.addresses.first, address == .container || host == "127.0.0.1" { return .direct(host: host) }
        guard launcher != nil else { return nil }
        return .inside(address: address == .container ? ownAddress : nil)
    }

    /// Runs the launcher once more in the container.
    ///
    /// - Returns: its exit status, and what it said on standard error, on one line.
    /// - Throws: `EngineError`, also where the container has no launcher.
    func run(_ errand: AgentLauncher.Errand) async throws -> (status: Int, words: String) {
        let (exec, stream) = try await start(errand)
        var words: [UInt8] = []
        for try await frame in stream.frames where frame.stream == .stderr { words += frame.bytes }
        let status = try await engine.exec.inspect(exec).exitCode ?? -1
        return (status, LauncherWords.text(of: words))
    }

    /// Whether a program is in the container.
    enum Presence: Sendable, Hashable {
        case there, notThere, notExecutable
    }

    /// Looks for a program as the container's own command is looked for; nil where it cannot be told.
    func find(_ program: String) async throws -> Presence? {
        guard launcher != nil else { return nil }
        do {
            switch Int32(truncatingIfNeeded: try await run(.find(program: program)).status) {
            case 0: return .there
            case AgentLauncher.ExitStatus.notFound: return .notThere
            case AgentLauncher.ExitStatus.notExecutable: return .notExecutable
            default: return nil
            }
        } catch let error as EngineError where error.isRefusal || error.code == .streamError {
            return nil
        }
    }

    /// Starts the launcher once more in the container.
    ///
    /// - Returns: the exec's id, and its streams.
    func start(_ errand: AgentLauncher.Errand) async throws -> (exec: String, stream: AttachedStream) {
        var configuration = ExecConfiguration([launcher ?? RunAssets.launcherPath] + errand.arguments)
        if case .relay = errand { configuration.attachesStandardInput = true }
        let exec = try await engine.exec.create(in: container, configuration)
        let stream = try await engine.exec.start(exec, tty: false)
        return (exec, stream)
    }
}

/// What the launcher says when it fails.
enum LauncherWords {
    private static let name = "launcher: "

    /// Its own line, without its name; all of it on one line where an engine has put something else there.
    static func text(of bytes: [UInt8]) -> String {
        let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
        guard let own = lines.first(where: { $0.hasPrefix(name) }) else { return lines.joined(separator: " ") }
        return String(own.dropFirst(name.count))
    }
}
