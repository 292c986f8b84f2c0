public import AgentRuntime

extension AgentIdentity {
    /// An identity of names that the test knows to be right; the test ends with the reason where one is not.
    public static func testing(
        project: String, agent: String, replica: Int = 1, run: String = AgentIdentity.newRun(), version: String? = nil
    ) -> AgentIdentity {
        do {
            return try AgentIdentity(project: project, agent: agent, replica: replica, run: run, version: version)
        } catch { preconditionFailure(error.summary) }
    }
}
