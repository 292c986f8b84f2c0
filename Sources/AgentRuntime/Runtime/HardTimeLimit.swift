import AgentValues
import Synchronization

/// Runs `operation`, which is not ours and may ignore cancellation, for at most `limit`.
///
/// When the time is up the operation is cancelled and left behind, so that it cannot hold up its caller; our own code is
/// awaited, by `withTimeLimit`. When the caller is cancelled the operation is too, and is awaited until it ends or the time is up.
///
/// - Throws: ``TimeLimitExceeded``, or what the operation throws.
func withHardTimeLimit<Value: Sendable>(
    _ limit: Duration, clock: some Clock<Duration> = .continuous,
    _ operation: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    let race = Race<Value>()
    return try await withTaskCancellationHandler {
        try await withCheckedThrowingContinuation { continuation in
            let work = Task {
                let result: Result<Value, any Error>
                do { result = .success(try await operation()) } catch { result = .failure(error) }
                race.finish(result)
            }
            let timer = Task {
                try await clock.sleep(until: clock.now.advanced(by: limit), tolerance: nil)
                race.finish(.failure(TimeLimitExceeded(limit: limit)))
            }
            race.begin(continuation, work: work, timer: timer)
        }
    } onCancel: {
        race.cancelWork()
    }
}

/// The first result wins and resumes the caller once.
private final class Race<Value: Sendable>: Sendable {
    private struct State {
        var continuation: CheckedContinuation<Value, any Error>?
        var result: Result<Value, any Error>?
        var work: Task<Void, Never>?
        var timer: Task<Void, any Error>?
        var cancelled = false
    }

    private let state = Mutex(State())

    func begin(
        _ continuation: CheckedContinuation<Value, any Error>, work: Task<Void, Never>, timer: Task<Void, any Error>
    ) {
        let (result, cancelled) = state.withLock { state in
            state.work = work
            state.timer = timer
            if state.result == nil { state.continuation = continuation }
            return (state.result, state.cancelled)
        }
        if cancelled { work.cancel() }
        guard let result else { return }
        work.cancel()
        timer.cancel()
        continuation.resume(with: result)
    }

    func finish(_ result: Result<Value, any Error>) {
        let taken = state.withLock { state -> State? in
            guard state.result == nil else { return nil }
            state.result = result
            defer { state.continuation = nil }
            return state
        }
        taken?.work?.cancel()
        taken?.timer?.cancel()
        taken?.continuation?.resume(with: result)
    }

    func cancelWork() {
        let work = state.withLock { state in
            state.cancelled = true
            return state.work
        }
        work?.cancel()
    }
}

/// Runs a call that creates something to its end even when the caller is cancelled, and then throws `CancellationError`. A call
/// that is cut off can still be carried out, after the clean-up has looked.
func uncancelled<Value: Sendable>(_ operation: @escaping @Sendable () async throws -> Value) async throws -> Value {
    try Task.checkCancellation()
    let value = try await Task { try await operation() }.value
    try Task.checkCancellation()
    return value
}

/// Runs `operation` to its end even when the caller is cancelled, for at most `limit`.
func shielded<Value: Sendable>(
    limit: Duration, _ operation: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await Task { try await withHardTimeLimit(limit, operation) }.value
}
