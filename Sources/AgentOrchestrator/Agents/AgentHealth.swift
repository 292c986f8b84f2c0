import AgentRuntime
import AgentValues
package import EngineAPI

/// What an agent's own probe finds at this moment.
public struct AgentHealth: Sendable {
    /// What a probe can find.
    public enum Status: String, Sendable {
        /// It does not work yet, and may still take its time.
        case starting
        case healthy, unhealthy
    }

    /// What it found.
    public var status: Status
    /// Why it is not healthy.
    public var reason: String?

    /// A list is not the place to wait for long.
    private static let limit = Duration.seconds(2)

    /// Asks a container once; nil when it does not run or has no probe.
    package init?(asking container: ContainerInspection, on engine: EngineClient) async throws {
        guard container.state.isRunning, !container.state.isPaused,
            let prober = ContainerProber(container, on: engine, limit: Self.limit)
        else { return nil }
        switch try await prober.attempt() {
        case .success: self.init(status: .healthy)
        case .pending(let reason): self.init(status: .starting, reason: reason)
        case .failure(let reason), .impossible(let reason, _):
            let age = container.state.startedAt.map { EngineTime.now - $0 }
            let isStarting = age.map { $0 < prober.probe.startPeriod } ?? false
            self.init(status: isStarting ? .starting : .unhealthy, reason: reason)
        }
    }

    private init(status: Status, reason: String? = nil) {
        self.status = status
        self.reason = reason
    }
}
