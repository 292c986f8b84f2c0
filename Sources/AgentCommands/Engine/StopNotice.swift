import AgentValues
import Diagnostics

/// Says at once that an agent is being stopped, which can take a while: after Ctrl-C, and in commands that are there to stop.
struct StopNotice: Sendable {
    let context: CommandContext

    /// - Parameters:
    ///   - agent: the agent's name.
    ///   - limit: how long it has until it is killed.
    func tell(_ agent: String, _ limit: Duration) async {
        guard limit > .zero else { return }
        if context.stopsAgents { context.interruption.beginStopping() }
        let isAgain = context.interruption.isRequested
        guard isAgain || context.stopsAgents, !context.interruption.isHurried else { return }
        let text = "stopping \(agent) (\(limit.brief); Ctrl-C \(isAgain ? "again " : "")kills)"
        // In a task of its own, as one that is cancelled may write no more where a terminal is slow; who cannot read it misses a word.
        _ = await Task { try? await context.messages.line(TerminalText.line(text)) }.value
    }
}
