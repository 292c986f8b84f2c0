import AgentValues

/// Carries out one kind of check on one container.
protocol Prober: Sendable {
    /// Asks once. Throws only when the task is cancelled or the engine is gone; everything else is an outcome.
    func attempt() async throws -> ProbeOutcome
}

extension Probe {
    /// The object that carries out this probe's check.
    func prober(for target: ProbeTarget) throws -> any Prober { try check.prober(for: target, timeout: timeout) }
}

extension Probe.Check {
    fileprivate func prober(for target: ProbeTarget, timeout: Duration) throws -> any Prober {
        switch self {
        case .http(let check): HTTPProber(target: target, check: check, timeout: timeout)
        case .tcp(let port, let address): TCPProber(target: target, port: port, address: address, timeout: timeout)
        case .command(let words, let exitCode, let text):
            CommandProber(target: target, command: words, exitCode: exitCode, text: text, timeout: timeout)
        case .file(let path, let text): FileProber(target: target, path: path, text: text, timeout: timeout)
        case .log(let pattern): try LogProber(target: target, pattern: pattern)
        case .engine: EngineProber(target: target)
        case .running(let duration): RunningProber(target: target, duration: duration.wrappedValue)
        case .all(let checks): CombinedProber(try checks.parts(for: target, timeout: timeout), needsAll: true)
        case .any(let checks): CombinedProber(try checks.parts(for: target, timeout: timeout), needsAll: false)
        }
    }
}

extension [Probe.Check] {
    fileprivate func parts(for target: ProbeTarget, timeout: Duration) throws -> [CombinedProber.Part] {
        try map { CombinedProber.Part(name: $0.description, prober: try $0.prober(for: target, timeout: timeout)) }
    }
}
