import AgentRuntime
import EngineAPI

/// Whether an agent still runs a moment after its start; an engine calls it started even when it ends at once.
struct SurvivalCheck: Sendable {
    /// As long as an agent without a probe must run to count as ready.
    private static let moment = Duration.milliseconds(300)

    let engine: EngineClient

    /// - Throws: ``CommandError`` with code `notRunning` when it has failed meanwhile.
    func outcome(
        of container: AgentContainer, result: String, changed: Bool = true
    ) async throws -> AgentAction.Outcome {
        guard changed else { return AgentAction.Outcome(container, result, changed: false) }
        try await Task.sleep(for: Self.moment)
        let state = try await engine.containers.inspect(container.id).state
        if state.isRunning { return AgentAction.Outcome(container, result) }
        let agent = container.identity.agent
        guard state.exitCode == 0, state.error.isEmpty else {
            throw CommandError(
                .notRunning,
                "\(agent): was \(result), and ended with exit code \(state.exitCode)"
                    + (state.wasOOMKilled ? " (out of memory)" : ""), details: state.error.isEmpty ? [] : [state.error],
                hint: "see why with `aac-runtime logs --tail 20 \(agent)`")
        }
        return AgentAction.Outcome(container, "\(result), and ended (0)")
    }
}
