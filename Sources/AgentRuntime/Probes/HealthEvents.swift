import EngineAPI

/// Wakes the task that waits for a container's health when the engine has an event about it.
///
/// An event only says when to ask; the answer is asked for afterwards. Without events the waiter asks at its own
/// intervals.
struct HealthEvents: Sendable {
    let engine: EngineClient
    let container: String

    /// Listens until the task is cancelled or the engine refuses.
    func signal(_ wakeUp: WakeSignal) async {
        let filters: EngineFilters = [
            "type": ["container"], "container": [container], "event": ["health_status", "die", "oom"],
        ]
        do {
            for try await _ in engine.system.watch(filters: filters) { wakeUp.signal() }
        } catch {
            // Without events the waiter still asks at its own intervals.
        }
    }
}
