import EngineAPI

/// Wakes whoever waits for a container's health when the engine says that something happened to it.
///
/// An event is a wake-up and no more: what is true is asked for afterwards. Without events the waiter asks at its own pace.
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
            // Nobody depends on events.
        }
    }
}
