import EngineAPI

/// Waits for a while and looks whether the container still runs.
struct RunningProber: Prober {
    var target: ProbeTarget
    var duration: Duration

    func attempt() async throws -> ProbeOutcome {
        guard duration > .zero else { return .success }
        try await Task.sleep(for: duration)
        let state = try await target.engine.containers.inspect(target.container).state
        return state.isRunning ? .success : .failure("the container is \(state.status)")
    }
}
