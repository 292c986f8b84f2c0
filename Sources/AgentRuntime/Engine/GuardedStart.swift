import AgentLauncher
import AgentValues
import EngineAPI
import Glibc

/// Starts a container so that nothing of the agent runs before its cage is proven: the launcher holds the agent, what the kernel
/// has is compared with what was asked for, and then the agent is let go.
struct GuardedStart: Sendable {
    /// How long the agent's process may take from the container's start to the gate.
    private static let patience = Duration.seconds(30)
    /// How often the engine is asked whether it still runs, when nothing is heard of it.
    private static let doubt = Duration.milliseconds(250)
    private static let logLines = 20

    let engine: EngineClient
    let agent: String
    /// The container's id.
    let container: String
    /// The folder on this host that is mounted at ``RunAssets/folderPath``.
    let folder: String
    /// What the cage must be.
    let record: CageRecord

    /// - Throws: ``RunError`` when nothing says what its cage must be.
    init(_ container: String, of identity: AgentIdentity, on engine: EngineClient) throws {
        let files = RunFiles(existingOf: identity) ?? RunFiles(of: identity, on: engine.address)
        guard let record = files.record else {
            throw RunError(
                .file, agent: identity.agent, "what the agent's cage must be cannot be read from \(files.guardFolder)",
                hint: "'aac-runtime up' makes the agent anew")
        }
        self.engine = engine
        self.container = container
        self.record = record
        agent = identity.agent
        folder = files.guardFolder
    }

    /// - Parameters:
    ///   - call: starts the container.
    ///   - held: called with the container while the agent waits, its cage proven.
    /// - Returns: the container, and whether this call started it; one that ran already was not looked at.
    /// - Throws: `EngineError` when the engine refuses, ``RunError`` when the agent's process ends at the gate or its cage does
    ///   not hold, or what `held` throws. The container may run then, and the agent does not.
    func start(
        by call: () async throws -> StateChange, whileHeld held: (ContainerInspection) async throws -> Void = { _ in }
    ) async throws -> (ContainerInspection, StateChange) {
        let gate: StartGate
        do { gate = try StartGate(in: folder) } catch {
            throw RunError(.file, agent: agent, "cannot make what the agent waits at", underlying: [error])
        }
        let change = try await call()
        let inspection = try await engine.containers.inspect(container)
        guard change == .changed else { return (inspection, change) }
        guard try await arrives(at: gate) else { throw await ended() }
        try await prove(inspection)
        try await held(inspection)
        try gate.letGo()
        return (inspection, change)
    }

    /// - Returns: whether the agent's process waits at the gate; false when it has ended.
    private func arrives(at gate: StartGate) async throws -> Bool {
        let deadline = ContinuousClock.now + Self.patience
        while ContinuousClock.now < deadline {
            try Task.checkCancellation()
            switch await gate.sign(within: Self.doubt) {
            case .arrived: return true
            case .gone: return false
            case .none: if try await !engine.containers.inspect(container).state.isRunning { return false }
            }
        }
        throw RunError(
            .startRefused, agent: agent,
            "the agent's process did not come to where it is to wait within \(Self.patience.brief)",
            details: await logTail())
    }

    private func prove(_ inspection: ContainerInspection) async throws {
        let report = CageReport(record.limits, inspection, isLocal: true, engine: engine.kind)
        guard !report.failures.isEmpty else { return }
        // A process that has ended has left its control group, so every limit seems to be missing; its end is then what
        // to report.
        let state = try await engine.containers.inspect(container).state
        if KernelView.hasEnded(inspection.state.pid) || !state.isRunning || state.pid != inspection.state.pid {
            throw await ended()
        }
        throw report.error(agent: agent)
    }

    /// The agent's process while it waits: the launcher's only child, or the launcher itself where it is no init.
    ///
    /// - Throws: ``RunError`` where it cannot be seen from here.
    func agentProcess(of inspection: ContainerInspection) throws -> Int {
        let first = inspection.state.pid
        // In another process namespace the same number is another process, so look whether it is this container's.
        guard KernelView(process: first, container: inspection.id) != nil else {
            throw RunError(
                .unsupported, agent: agent, "the container's processes cannot be seen from here",
                hint: "run aac-runtime on the engine's host, outside of any container, as the engine's user")
        }
        let children = (KernelView.text("/proc/\(first)/task/\(first)/children") ?? "")
            .split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
        return children.first ?? first
    }

    /// Why the process ended before it was let go; all that it printed are the launcher's words.
    private func ended() async -> RunError {
        let code = try? await engine.containers.wait(container, condition: .notRunning).exit().code
        let program = try? await engine.containers.inspect(container).configuration.command?
            .drop { $0 != "--" }.dropFirst().first
        let name = program.flatMap(\.self) ?? ""
        let hint = "check spec.command and spec.args, or the image's ENTRYPOINT and CMD"
        switch code.map(Int32.init(truncatingIfNeeded:)) {
        case AgentLauncher.ExitStatus.notFound:
            return RunError(
                .commandNotFound, agent: agent, "the container's command '\(name)' is not in the image", hint: hint)
        case AgentLauncher.ExitStatus.notExecutable:
            return RunError(
                .commandNotExecutable, agent: agent, "the container's command '\(name)' cannot be executed", hint: hint)
        default:
            return RunError(
                .exited, agent: agent,
                "ended before it was let go" + (code.map { ", with exit code \($0)" } ?? ""), details: await logTail())
        }
    }

    private func logTail() async -> [String] {
        let lines = await LogTail(engine: engine, lines: Self.logLines).read(container, tty: false)
        return lines.isEmpty ? [] : ["its last output:"] + lines.map { "  \($0)" }
    }
}

extension CageReport {
    /// What does not hold, as an error.
    func error(agent: String) -> RunError {
        RunError(
            .limitNotApplied, agent: agent, "what was asked for is not in force, so the agent was not let go",
            details: failures.map {
                "\($0.name): asked for \($0.asked), the \($0.verifiedBy.rawValue) has \($0.applied)"
            },
            hint: failures.contains { $0.name.hasPrefix("mount ") }
                ? "something else is in a mount's place now; 'aac-runtime up' checks it and makes the agent anew"
                : "'aac-runtime doctor' shows what this engine can enforce")
    }
}
