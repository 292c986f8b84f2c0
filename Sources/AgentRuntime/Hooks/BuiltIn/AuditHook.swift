public import AgentValues
import FoundationEssentials
import Glibc

/// Appends one line of JSON for each run that became ready, failed or was stopped: `{use: audit, config: {path: /var/log/audit.jsonl}}`.
///
/// A line says when, who (user, and who used sudo), project, agent, run, the image and its digest, the digest of the options, the outcome, and
/// why a run failed; no value of the environment. A run whose line could not be written does not begin. Named first, it also sees what later hooks deny.
public struct AuditHook: RunHook {
    static let hookName = "audit"
    /// `audit`.
    public let name = Self.hookName
    private let path: String

    /// Creates a hook that appends to the file, which is made when it is not there, for its owner alone.
    public init(path: String) { self.path = path }

    /// Creates a hook from a manifest's `config`; without `path` the file is `/var/log/aac-runtime/audit.jsonl` for root and
    /// `$XDG_STATE_HOME/aac-runtime/audit.jsonl` for others.
    /// - Throws: ``/AgentValues/SettingsError``.
    public init(config: JSONValue) throws {
        let settings = try Settings(config, keys: ["path"])
        guard
            let path = try settings.text("path")
                ?? Self.standardPath(
                    isRoot: getuid() == 0, environment: ProcessInfo.processInfo.environment)
        else { throw settings.error("path", "is needed, because neither XDG_STATE_HOME nor HOME says where to write") }
        guard path.hasPrefix("/") else { throw settings.error("path", "expected an absolute path, found '\(path)'") }
        self.init(path: path)
    }

    static func standardPath(isRoot: Bool, environment: [String: String]) -> String? {
        let file = "aac-runtime/audit.jsonl"
        if isRoot { return "/var/log/\(file)" }
        // A path that is not absolute is to be ignored (XDG Base Directory Specification).
        if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") { return "\(state)/\(file)" }
        return environment["HOME"].flatMap { $0.hasPrefix("/") ? "\($0)/.local/state/\(file)" : nil }
    }

    /// Sees to it that a line can be written, and keeps what the run is about.
    public func preRun(_ options: inout RunOptions, in context: RunContext) async throws {
        guard !context.isPlan else { return }
        context[RunEvent.Subject.Key.self] = RunEvent.Subject(options, in: context)
        try await write([])
    }

    /// Writes that the run became ready.
    public func ready(_ container: ContainerInfo, in context: RunContext) async throws {
        try await note(.ready, container.id, in: context)
    }

    /// Writes that the run was stopped.
    public func postStop(_ container: ContainerID, in context: RunContext) async throws {
        try await note(.stopped, container, in: context)
    }

    /// Writes that the run failed, and why.
    public func failed(_ error: any Error, in context: RunContext) async {
        do { try await note(.failed, nil, error, in: context) } catch {
            context.warn("the failure was not audited: \(error)")
        }
    }

    private func note(
        _ outcome: RunEvent.Outcome, _ container: ContainerID?, _ error: (any Error)? = nil, in context: RunContext
    ) async throws {
        let subject = await RunEvent.Subject(container, in: context)
        let event = RunEvent(outcome, container: container, subject: subject, error: error, in: context)
        try await write(event.line())
    }

    private func write(_ line: [UInt8]) async throws {
        let path = path
        let failure = await SystemThread.run { Self.append(line, to: path) }
        if let failure {
            throw RunError(
                .file, agent: Self.hookName, "cannot write '\(path)': \(String(cString: strerror(failure)))",
                hint: "name another file in the hook's config.path")
        }
    }

    /// Appends in one write, so that lines of several processes do not mix; returns an errno.
    private static func append(_ line: [UInt8], to path: String) -> CInt? {
        let folder = path.split(separator: "/").dropLast()
        for count in folder.indices { mkdir("/" + folder[...count].joined(separator: "/"), 0o700) }
        // A pipe that nobody reads is an error, and not a wait without end.
        let file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o600)
        guard file >= 0 else { return errno }
        defer { close(file) }
        guard !line.isEmpty else { return nil }
        let count = Glibc.write(file, line, line.count)
        if count < 0 { return errno }
        return count == line.count ? nil : ENOSPC
    }
}
