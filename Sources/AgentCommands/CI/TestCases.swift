import AgentManifest
import AgentOrchestrator
import AgentRuntime
import AgentValues
import Diagnostics
import Synchronization

/// The cases of a test, as they come to an end.
final class TestCases: Sendable {
    private struct State {
        var agents: [String: TestReport.Case] = [:]
        var commands: [TestReport.Case] = []
        var starts: [String: ContinuousClock.Instant] = [:]
        var ends: [String: ContinuousClock.Instant] = [:]
        var buildSteps: [String: [String]] = [:]
    }

    private let agents: [String]
    /// The commands that are to be run, with the agents that they run in.
    private let commands: [(name: String, agent: String?)]
    private let state = Mutex(State())

    init(planned: PlannedProject, command: [String]) {
        agents = planned.agents.map(\.displayName)
        commands =
            command.isEmpty
            ? planned.agents.filter { $0.options.identity.replica == 1 }.compactMap { plan in
                plan.test.map { ($0.command.joined(separator: " "), plan.agent) }
            } : [(command.joined(separator: " "), nil)]
    }

    /// Takes a step of an agent's run, for the time that it takes.
    func note(_ agent: String, _ step: RunStep) {
        state.withLock { state in
            if state.starts[agent] == nil { state.starts[agent] = .now }
            if case .ready = step { state.ends[agent] = .now }
        }
    }

    /// Takes it that an agent's image is built, and the ids of the images that the build's steps made.
    func note(_ agent: String, built steps: [String]) { state.withLock { $0.buildSteps[agent] = steps } }

    /// The ids of the images that the steps of an agent's build made.
    func buildSteps(of agent: String) -> [String] { state.withLock { $0.buildSteps[agent] ?? [] } }

    /// Takes what became of an agent.
    func note(_ report: AgentReport) {
        var item = TestReport.Case(kind: .readiness, name: report.displayName, outcome: .passed)
        switch report.outcome {
        case .failed: item.outcome = .failed
        case .skipped: item.outcome = .skipped
        case .started, .recreated, .unchanged, .removed: break
        }
        item.message = report.isUp ? nil : report.reason
        state.withLock { state in
            if let start = state.starts[report.displayName] {
                item.seconds = start.duration(to: state.ends[report.displayName] ?? .now).inMilliseconds
            }
            state.agents[report.displayName] = item
        }
    }

    /// Takes the details of an agent's failure.
    func note(failure error: any Error) {
        guard let error = error as? RunError else { return }
        state.withLock { $0.agents[error.agent]?.details = error.details }
    }

    /// Takes what became of a command; `status` is nil when its time was up.
    func note(
        command: String, in agent: String?, status: Int32?, limit: Duration, took: Duration, output: String,
        file: String?
    ) {
        var item = TestReport.Case(kind: .command, name: command, outcome: status == 0 ? .passed : .failed)
        item.seconds = took.inMilliseconds
        item.exitStatus = status
        item.agent = agent
        item.output = output
        item.file = file
        switch status {
        case 0?: break
        case let status?: item.message = "exit status \(status)"
        case nil: item.message = "did not end within \(limit.brief)"
        }
        state.withLock { $0.commands.append(item) }
    }

    /// Notes that a command could not be run to its end.
    func note(command: String, in agent: String?, error: any Error, took: Duration) {
        guard !(error is CancellationError) else { return }
        var item = TestReport.Case(kind: .command, name: command, outcome: .failed)
        item.seconds = took.inMilliseconds
        item.agent = agent
        item.message = (error as? any ReportableError)?.summary ?? "\(error)"
        state.withLock { $0.commands.append(item) }
    }

    /// All cases; those that nothing was noted of were skipped, because of `error` where there is one.
    func all(after error: (any Error)?) -> [TestReport.Case] {
        let state = state.withLock(\.self)
        let reason =
            switch error {
            case nil: "not run"
            case is CancellationError: "interrupted"
            case let error?: (error as? any ReportableError)?.summary ?? "\(error)"
            }
        let readiness = agents.map { agent in
            state.agents[agent] ?? TestReport.Case(kind: .readiness, name: agent, outcome: .skipped, message: reason)
        }
        var done = state.commands
        for (name, agent) in commands where !done.contains(where: { $0.name == name && $0.agent == agent }) {
            done.append(
                TestReport.Case(
                    kind: .command, name: name, outcome: .skipped, message: "not run: \(reason)", agent: agent))
        }
        return readiness + done
    }
}
