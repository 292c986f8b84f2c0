import EngineAPI

/// Asks the engine what the image's own HEALTHCHECK found.
struct EngineProber: Prober {
    var target: ProbeTarget

    func attempt() async throws -> ProbeOutcome {
        guard let health = try await target.engine.containers.inspect(target.container).state.health,
            health.status != .none, health.status != ""
        else { return .failure("the image has no HEALTHCHECK") }
        if health.status == .healthy { return .success }
        guard let last = health.log.last else { return .failure("the HEALTHCHECK is \(health.status)") }
        return .failure(
            "the HEALTHCHECK is \(health.status); its last run ended with exit code \(last.exitCode): \(Excerpt.of(last.output.utf8, called: "output"))"
        )
    }
}
