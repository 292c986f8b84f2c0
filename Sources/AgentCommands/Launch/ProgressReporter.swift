import AgentOrchestrator
import AgentRuntime
import Diagnostics
import Synchronization

/// Tells the steps of a launch on standard error, one line for each change.
///
/// Steps are told from wherever they happen, and written in that order by ``write()``.
final class ProgressReporter: Sendable {
    private let context: CommandContext
    private let isQuiet: Bool
    private let lines: AsyncStream<String>
    private let continuation: AsyncStream<String>.Continuation
    private let last = Mutex<[String: String]>([:])

    init(context: CommandContext, isQuiet: Bool) {
        self.context = context
        self.isQuiet = isQuiet
        (lines, continuation) = AsyncStream.makeStream()
    }

    /// Runs `body` while the steps are written; everything told is written before this returns.
    func during<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        let writer = Task { [lines, context] in
            for await line in lines { try await context.messages.line(line) }
        }
        do {
            let value = try await body()
            continuation.finish()
            try? await writer.value
            return value
        } catch {
            continuation.finish()
            try? await writer.value
            throw error
        }
    }

    /// An observer that tells this reporter.
    func observer(
        created: @escaping @Sendable (String, ContainerInfo) async throws -> Void = { _, _ in },
        started: @escaping @Sendable (String, ContainerInfo) async throws -> Void = { _, _ in },
        held: (@Sendable (String, ContainerInfo, Int) async throws -> Void)? = nil
    ) -> ProjectObserver {
        ProjectObserver(
            step: { [self] in tell($0, $1) }, build: { [self] in tell($0, $1) }, project: { [self] in tell($0, $1) },
            created: created, started: started, held: held)
    }

    private func tell(_ agent: String, _ step: RunStep) {
        switch step {
        case .changed(let changes):
            for change in changes.changes { say(agent, "hook '\(changes.hook)' changed \(change)") }
        case .pulling(let image, let status): say(agent, "pulling \(image): \(status)")
        case .replacing(let container, let reason): say(agent, "replacing \(container): \(reason)")
        case .creating: say(agent, "creating")
        case .starting: say(agent, "starting")
        case .probing(let check, nil): say(agent, "probing \(check)")
        case .probing(let check, let last?): say(agent, "probing \(check): \(last)")
        case .ready(let elapsed): say(agent, "ready after \(elapsed.brief)")
        case .warning(let text): say(agent, "warning: \(text)", isImportant: true)
        case .rollingBack: say(agent, "failed; removing what was created")
        }
    }

    private func tell(_ agent: String, _ step: ProjectStep) {
        switch step {
        case .locked(let holder): say(agent, "waiting for \(holder), which works on the same project")
        case .waiting(let others): say(agent, "waiting for \(others.joined(separator: ", "))")
        case .unchanged: say(agent, "unchanged")
        case .recreating(let reason): say(agent, "recreating: \(reason)")
        case .restored: say(agent, "the container before runs again")
        case .failed(let reason): say(agent, "failed: \(reason)")
        case .skipped(let cause): say(agent, "skipped: \(cause) failed")
        case .removing(let reason): say(agent, "removing: \(reason)")
        case .removed: say(agent, "removed")
        }
    }

    private func tell(_ agent: String, _ output: BuildOutput) {
        switch output {
        case .note(let text): say(agent, "build: \(text)")
        case .step(let number, let count, let instruction): say(agent, "build \(number)/\(count): \(instruction)")
        case .cached: say(agent, "build: from the cache")
        case .line(let text): say(agent, "build: \(text)")
        case .pull(let layer, let status, _, _):
            say(agent, "build: \([layer, status].compactMap(\.self).joined(separator: ": "))")
        }
    }

    /// A line that says the same as the agent's last one is left out.
    private func say(_ agent: String, _ text: String, isImportant: Bool = false) {
        guard !isQuiet || isImportant else { return }
        let isNew = last.withLock { last in
            defer { last[agent] = text }
            return last[agent] != text
        }
        if isNew { continuation.yield(TerminalText.line("\(agent): \(text)")) }
    }
}
