import AgentManifest
import AgentRuntime
import Diagnostics
import EngineAPI
import Synchronization

/// Carries out a ``Reconciliation``: an agent begins when those that it depends on have come as far as it asks. A
/// ``ConcurrencyLimit`` bounds how many start at a time.
struct ProjectLaunch: Sendable {
    private enum Event: Sendable {
        case started(Reconciliation.Step)
        case ready(Reconciliation.Step, AgentReport)
        case completed(Reconciliation.Step)
        case failed(Reconciliation.Step, any Error)
        /// It was ready, and then ended with another exit code than 0, although others wait for its success.
        case endedBadly(Reconciliation.Step, any Error)
    }

    let project: Project
    let options: UpOptions
    let observer: ProjectObserver
    let limit: ConcurrencyLimit
    let replaced: ReplacedContainers
    /// The agents for whose end others wait.
    let awaited: Set<String>

    /// Starts what is to be started. With the policy `rollback` the first failure ends the others.
    ///
    /// - Parameter broken: the agents that have failed before, with the reason.
    /// - Throws: `CancellationError` when the task is cancelled. Nothing is taken back.
    func run(_ steps: [Reconciliation.Step], broken: [String: any Error]) async throws -> UpResult {
        let agents = steps.map(\.agent).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        let dependencies = Dictionary(
            steps.map { ($0.agent, $0.plan?.dependencies ?? []) }, uniquingKeysWith: { first, _ in first })
        var state = State(
            schedule: LaunchSchedule(agents, dependencies: dependencies),
            steps: Dictionary(grouping: steps, by: \.agent), open: steps.count)
        let (events, continuation) = AsyncStream.makeStream(of: Event.self)
        let result = await withTaskGroup(of: Void.self) { group in
            for (agent, error) in broken.sorted(by: { $0.key < $1.key }) {
                guard let steps = state.steps[agent], let first = steps.first else { continue }
                take(.failed(first, error), &state)
                // It is one failure, and no replica will begin.
                state.open -= steps.count - 1
                state.result.reports += steps.dropFirst().map {
                    AgentReport($0, .failed, reason: Self.reason(error))
                }
            }
            if state.result.failures.isEmpty || options.onFailure == .keep { begin(&state, in: &group, continuation) }
            var iterator = events.makeAsyncIterator()
            // `next()` is nil when this task is cancelled; then its child tasks are cancelled too.
            while state.open > 0, !state.isEnding, let event = await iterator.next() {
                take(event, &state)
                if !state.isEnding { begin(&state, in: &group, continuation) }
            }
            if state.isEnding { group.cancelAll() }
            await group.waitForAll()
            continuation.finish()
            // Failures that happened while the other launches were being cancelled. A cancellation itself is no
            // failure.
            while let event = await iterator.next() {
                if case .failed(_, let error) = event, !(error is CancellationError) {
                    state.result.failures.append(error)
                }
            }
            return state.result
        }
        try Task.checkCancellation()
        return result
    }

    private struct State {
        var schedule: LaunchSchedule
        var steps: [String: [Reconciliation.Step]]
        /// How many steps have not ended.
        var open: Int
        var started: [String: Int] = [:]
        var ready: [String: Int] = [:]
        var completed: [String: Int] = [:]
        var result = UpResult()
        var isEnding = false
    }

    /// Begins what may begin, and says of the others what they wait for.
    private func begin(
        _ state: inout State, in group: inout TaskGroup<Void>, _ events: AsyncStream<Event>.Continuation
    ) {
        for agent in state.schedule.next() {
            for step in state.steps[agent] ?? [] {
                group.addTask { await launch(step, events) }
            }
        }
        for agent in state.schedule.unbegun {
            let missing = state.schedule.missing(for: agent).map(\.name)
            for step in state.steps[agent] ?? [] { observer.project(step.displayName, .waiting(for: missing)) }
        }
    }

    private func take(_ event: Event, _ state: inout State) {
        switch event {
        case .started(let step):
            state.started[step.agent, default: 0] += 1
            if state.started[step.agent] == state.steps[step.agent]?.count { state.schedule.note(step.agent, .started) }
        case .ready(let step, let report):
            state.open -= 1
            state.result.reports.append(report)
            state.ready[step.agent, default: 0] += 1
            if state.ready[step.agent] == state.steps[step.agent]?.count { state.schedule.note(step.agent, .ready) }
        case .completed(let step):
            state.completed[step.agent, default: 0] += 1
            if state.completed[step.agent] == state.steps[step.agent]?.count {
                state.schedule.note(step.agent, .completed)
            }
        case .failed(let step, let error):
            state.open -= 1
            state.result.reports.append(AgentReport(step, .failed, reason: Self.reason(error)))
            fail(step, error, &state)
        case .endedBadly(let step, let error):
            fail(step, error, &state)
        }
    }

    private func fail(_ step: Reconciliation.Step, _ error: any Error, _ state: inout State) {
        state.result.failures.append(error)
        observer.project(step.displayName, .failed(Self.reason(error)))
        if options.onFailure == .rollback { state.isEnding = true }
        for (agent, cause) in state.schedule.fail(step.agent) {
            for step in state.steps[agent] ?? [] {
                state.open -= 1
                state.result.reports.append(AgentReport(step, .skipped, reason: "'\(cause)' failed"))
                observer.project(step.displayName, .skipped(because: cause))
            }
        }
    }

    /// An error in one sentence, where the agent's name stands beside it.
    private static func reason(_ error: any Error) -> String {
        (error as? RunError)?.message ?? ErrorRenderer.summary(of: error)
    }

    /// Brings one replica up, and tells of it.
    private func launch(_ step: Reconciliation.Step, _ events: AsyncStream<Event>.Continuation) async {
        do {
            let report = try await start(step) { events.yield(.started(step)) }
            events.yield(.ready(step, report))
            guard awaited.contains(step.agent), let container = report.container else { return }
            do {
                try await awaitCompletion(of: step, container)
                events.yield(.completed(step))
            } catch {
                events.yield(.endedBadly(step, RunError.naming(step.displayName, error)))
            }
        } catch {
            events.yield(.failed(step, RunError.naming(step.displayName, error)))
        }
    }

    /// Waits for the end of an agent that must have ended.
    private func awaitCompletion(of step: Reconciliation.Step, _ container: ContainerInfo) async throws {
        if step.action == .keep, step.found?.hasCompleted == true { return }
        let exit = try await project.engine.containers.wait(container.id.rawValue, condition: .notRunning).exit()
        guard exit.code != 0 else { return }
        throw RunError(
            .exited, agent: step.displayName, "ended with exit code \(exit.code), and others depend on its success",
            hint: "'aac-runtime logs \(step.displayName)' shows its output")
    }
}
