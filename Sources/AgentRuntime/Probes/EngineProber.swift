import AgentValues
import EngineAPI

/// Asks what the image's own HEALTHCHECK finds: the engine, or the check itself where the engine does not carry it out. Podman leaves
/// that to systemd, and without it a container stays `starting` for ever.
struct EngineProber: Prober {
    private let target: ProbeTarget
    private let own: CommandProber?

    init(target: ProbeTarget) {
        self.target = target
        own = target.healthCheck.flatMap { check in
            check.command.map { CommandProber(target: target, command: $0, timeout: check.timeout ?? .seconds(30)) }
        }
    }

    func attempt() async throws -> ProbeOutcome {
        let state = try await target.engine.containers.inspect(target.container).state
        guard let check = target.healthCheck, check.isEnabled else { return .failure("the image has no HEALTHCHECK") }
        if let own, target.engine.kind == .podman, !check.isCarriedOut(in: state, now: .now) {
            switch try await own.attempt() {
            case .success: return .success
            case .pending(let reason): return .pending(reason)
            case .failure(let reason):
                return .failure("the HEALTHCHECK, which this engine does not carry out: \(reason)")
            case .impossible(let reason, let hint):
                return .impossible("the image's HEALTHCHECK: \(reason)", hint: hint)
            }
        }
        guard let health = state.health else { return .failure("the engine says nothing of the HEALTHCHECK") }
        if health.status == .healthy { return .success }
        // The engine counts its own failures; until it has a verdict there is none.
        if health.status == .starting, health.log.last.map({ $0.exitCode == 0 }) ?? true {
            return .pending("the engine has not carried out the HEALTHCHECK yet")
        }
        guard let last = health.log.last else { return .failure("the HEALTHCHECK is \(health.status)") }
        return .failure(
            "the HEALTHCHECK is \(health.status); its last run ended with exit code \(last.exitCode): \(Excerpt.of(last.output.utf8, called: "output"))"
        )
    }
}

extension HealthCheckConfiguration {
    /// The program that the check runs; nil where there is none.
    var command: [String]? {
        guard isEnabled, let test else { return nil }
        switch test.first {
        case "CMD" where test.count > 1: return Array(test.dropFirst())
        case "CMD-SHELL" where test.count > 1: return ["/bin/sh", "-c", test.dropFirst().joined(separator: " ")]
        default: return nil
        }
    }

    /// Whether the engine has carried the check out lately.
    func isCarriedOut(in state: ContainerState, now: EngineTime) -> Bool {
        guard let last = state.health?.log.last?.end else { return false }
        // One run may be late, and is as long as it may be.
        return now - last < (interval ?? .seconds(30)) * 2 + (timeout ?? .seconds(30))
    }
}
