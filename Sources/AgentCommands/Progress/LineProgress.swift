/// Turns what is told into lines, and does not write them. Times count from the command's start.
protocol LineProgress: Sendable {
    /// The lines for an event.
    mutating func lines(telling event: ProgressEvent, of agent: String, at now: Duration) -> [String]

    /// The lines for agents that are slow, each agent after 5 s, then after twice the time.
    mutating func reminders(at now: Duration) -> [String]
}

/// When it is time to say again that an agent is slow.
struct Reminders: Sendable {
    private var said: [String: (since: Duration, times: Int)] = [:]

    /// The agents to speak of now.
    mutating func due(in model: ProgressModel, at now: Duration) -> [ProgressModel.Agent] {
        var due: [ProgressModel.Agent] = []
        for agent in model.agents where agent.isSlow(at: now) {
            var times = 0
            if let known = said[agent.name], known.since == agent.since { times = known.times }
            guard agent.waited(at: now) >= ProgressModel.slowness * (1 << min(times, 16)) else { continue }
            said[agent.name] = (agent.since, times + 1)
            due.append(agent)
        }
        return due
    }
}
