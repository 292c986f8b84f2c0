import AgentOrchestrator
import Diagnostics

/// The command that helps with an error of a module that knows no commands.
enum CommandAdvice {
    /// nil where there is nothing to say.
    @Sendable static func advice(on error: any ReportableError) -> String? {
        guard let error = error as? AgentError else { return nil }
        let facts = error.facts
        let agent = facts.agent ?? "AGENT"
        switch error.code {
        case .notFound:
            if let project = facts.projects.first { return "project '\(project)' has one: --project \(project)" }
            return error.details.isEmpty ? "`aac-runtime list` shows the containers of agents that run" : nil
        case .noAgents:
            guard !facts.projects.isEmpty else { return "start agents with `aac-runtime up`" }
            return "projects with agents: \(facts.projects.joined(separator: ", ")); choose one with --project"
        case .notRunning where facts.agent != nil:
            return facts.state == "paused"
                ? "let it go on with `aac-runtime unpause \(agent)`" : "start it with `aac-runtime start \(agent)`"
        case .stillRunning: return "stop it first, or kill and remove it with --force"
        case .ended: return "see why with `aac-runtime logs --tail 20 \(agent)`"
        case .fileNotFound:
            return facts.path.map { "make it with `aac-runtime exec AGENT -- mkdir -p \($0)`" }
        case .notRunning, .refused, .inputOutput, .toolMissing, .commandNotFound, .notExecutable: return nil
        }
    }
}
