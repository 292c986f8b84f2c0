import EngineAPI

extension AgentHost {
    private static let interval = Duration.seconds(1)

    /// What running agents use, over a second: `GET /containers/{id}/stats`. Those that are gone meanwhile are left out.
    public func usage(of agents: [AgentContainer]) async throws -> [UsageSample] {
        try await agents.concurrently { agent -> UsageSample? in
            try await engine.unlessMissing {
                let first = try await engine.containers.stats(agent.id)
                if first.previousTime != nil || first.time == nil { return UsageSample(agent, first) }
                // Podman sends no earlier sample along.
                try await Task.sleep(for: Self.interval)
                return UsageSample(agent, try await engine.containers.stats(agent.id), after: first)
            }
        }.compactMap(\.self)
    }

    /// What one agent uses, a sample a second until it ends: `GET /containers/{id}/stats?stream=1`.
    ///
    /// - Parameters:
    ///   - agent: which.
    ///   - sample: gets each sample with its CPU known.
    public func followUsage(of agent: AgentContainer, sample: (UsageSample) async throws -> Void) async throws {
        for try await stats in try await engine.containers.statsStream(agent.id) {
            // Docker goes on with empty samples after the container's end.
            guard stats.time != nil else { break }
            let found = UsageSample(agent, stats)
            if found.cpuPercent != nil { try await sample(found) }
        }
    }
}
