/// Asks a container again and again until it is ready, unhealthy, ended, or the time is up.
struct ReadinessWaiter<WaitClock: Clock>: Sendable where WaitClock.Duration == Duration {
    /// How the wait ended.
    enum Verdict: Sendable, Hashable {
        case ready(after: Duration)
        case unhealthy(failures: Int, last: String)
        case impossible(String, hint: String)
        case exited(code: Int)
        case timedOut(after: Duration, last: String?)
    }

    var probe: Probe
    /// The time limit beyond the probe's start period.
    var timeout: Duration
    var clock: WaitClock
    /// Signalled when the next attempt need not wait any longer.
    var wakeUp = WakeSignal()
    /// Told why the last attempt failed, and how many have.
    var report: @Sendable (_ reason: String, _ attempts: Int) -> Void

    /// - Parameters:
    ///   - prober: carries out an attempt.
    ///   - exit: suspends until the container's command ends, and returns its exit code.
    func wait(for prober: any Prober, exit: @escaping @Sendable () async throws -> Int) async throws -> Verdict {
        let start = clock.now
        let limit = probe.startPeriod + timeout
        return try await withThrowingTaskGroup(of: Verdict?.self) { group in
            let lastFailure = LastFailure()
            group.addTask { try await poll(prober, from: start, noting: lastFailure) }
            group.addTask { .exited(code: try await exit()) }
            group.addTask {
                try await clock.sleep(until: start.advanced(by: limit), tolerance: nil)
                return .timedOut(after: limit, last: lastFailure.text)
            }
            defer { group.cancelAll() }
            while let verdict = try await group.next() {
                if let verdict { return verdict }
            }
            throw CancellationError()
        }
    }

    private func poll(
        _ prober: any Prober, from start: WaitClock.Instant, noting lastFailure: LastFailure
    ) async throws -> Verdict {
        var state = ReadinessState(probe: probe)
        while true {
            let outcome = try await prober.attempt()
            let elapsed = start.duration(to: clock.now)
            let action = state.attemptEnded(outcome, at: elapsed)
            switch outcome {
            case .failure(let reason), .pending(let reason):
                lastFailure.text = reason
                report(reason, state.attempts)
            case .success, .impossible: break
            }
            switch action {
            case .ready: return .ready(after: elapsed)
            case .unhealthy(let failures, let last): return .unhealthy(failures: failures, last: last)
            case .impossible(let reason, let hint): return .impossible(reason, hint: hint)
            case .attempt(let delay): try await wakeUp.sleep(until: clock.now.advanced(by: delay), on: clock)
            }
        }
    }
}
