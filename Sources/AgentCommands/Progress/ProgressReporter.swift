import AgentOrchestrator
import AgentRuntime
import AgentValues
import Synchronization

/// Tells on standard error what happens to agents while a command works on them.
///
/// Events are told from wherever they happen and shown in that order, in one of the ways of ``ProgressKind``.
final class ProgressReporter: Sendable {
    private let writer: any ProgressWriter
    private let start = ContinuousClock.now

    /// - Parameters:
    ///   - isQuiet: whether only warnings are told.
    ///   - kind: how; `auto` is as good a guess as can be made of the terminal.
    ///   - agents: the display names of the agents, where they are known, so that those that wait are shown.
    ///   - showsBuildOutput: whether what builds print is shown on a terminal too; elsewhere it always is.
    init(
        context: CommandContext, isQuiet: Bool, kind: ProgressKind = .auto, agents: [String] = [],
        showsBuildOutput: Bool = false
    ) {
        let resolved = (try? kind.resolved(in: context, hasLog: false)) ?? .plain
        writer =
            switch resolved {
            case .tty where !isQuiet:
                LiveWriter(context: context, agents: agents, start: start, showsBuildOutput: showsBuildOutput)
            case .json:
                LineWriter(
                    JSONProgress(isQuiet: isQuiet, agents: agents, start: .now), context: context, start: start)
            default: LineWriter(PlainProgress(isQuiet: isQuiet, agents: agents), context: context, start: start)
            }
    }

    /// Runs `body` while events are shown; everything told is shown before this returns.
    func during<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        let task = Task { [writer] in await writer.run() }
        let result: Result<Value, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        let isWhole = if case .success = result { true } else { false }
        writer.end(isWhole: isWhole)
        await task.value
        return try result.get()
    }

    /// Tells of an agent; returns at once.
    func tell(_ agent: String, _ event: ProgressEvent) { writer.tell(event, of: agent) }

    /// An observer that tells this reporter.
    func observer(
        created: @escaping @Sendable (String, ContainerInfo) async throws -> Void = { _, _ in },
        started: @escaping @Sendable (String, ContainerInfo) async throws -> Void = { _, _ in },
        beforeExec: (@Sendable (String, ContainerInfo, Int) async throws -> Void)? = nil
    ) -> ProjectObserver {
        ProjectObserver(
            step: { [self] agent, step in ProgressEvent.events(of: step).forEach { tell(agent, $0) } },
            build: { [self] in tell($0, .building($1)) }, project: { [self] in tell($0, ProgressEvent($1)) },
            created: created, started: started, beforeExec: beforeExec)
    }
}

/// Shows progress in one way.
protocol ProgressWriter: Sendable {
    /// Takes what is told; returns at once.
    func tell(_ event: ProgressEvent, of agent: String)
    /// Shows it until ``end(isWhole:)`` and until everything told is shown.
    func run() async
    /// Ends ``run()``.
    /// - Parameter isWhole: whether the command did what it was to do.
    func end(isWhole: Bool)
}
