public import AgentRuntime
import AgentValues
import EngineAPI
import Synchronization

/// How something ended that was bounded by a container's lease.
public enum LeaseOutcome<Value: Sendable>: Sendable {
    /// By itself.
    case ended(Value)
    /// The container's time was over; it is stopped.
    case over(LeaseEnd)
}

extension Project {
    /// Stays with a container until `body` ends or the container's time is over. Then `body` is cancelled and the container is
    /// stopped; removing it is left to whoever reads the last of its output.
    ///
    /// - Parameters:
    ///   - container: the container.
    ///   - lifetime: what the container was created with; nil asks the engine nothing.
    ///   - reconnector: carries the calls across the engine's absences.
    ///   - stopTimeout: how long the container has between SIGTERM and SIGKILL.
    ///   - body: what is done while the container's time is not over.
    /// - Throws: what `body` throws while the container's time is not over, or `EngineError`.
    public func withinLease<Value: Sendable>(
        of container: ContainerID, _ lifetime: Lifetime?, reconnector: EngineReconnector, stopTimeout: Duration?,
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> LeaseOutcome<Value> {
        guard lifetime != nil else { return .ended(try await body()) }
        let inspection = try await reconnector.surviving { _ in try await engine.containers.inspect(container.rawValue)
        }
        guard let leased = LeasedContainer(inspection) else { return .ended(try await body()) }
        let known = LatestEstimate()
        let outcome = try await withThrowingTaskGroup(of: LeaseOutcome<Value>.self) { group in
            group.addTask {
                let result: Result<Value, any Error>
                do { result = .success(try await body()) } catch { result = .failure(error) }
                // Another process of ours may have been faster to stop it.
                if let end = known.end.withLock(\.self), end.time <= .now { return .over(end) }
                return .ended(try result.get())
            }
            group.addTask { .over(try await end(of: leased, reconnector, known)) }
            defer { group.cancelAll() }
            guard let first = try await group.next() else { throw CancellationError() }
            return first
        }
        if case .over = outcome {
            try await reconnector.surviving { _ in
                do { try await runtime.stop(container, timeout: stopTimeout) } catch let error as EngineError
                    where error.code == .notFound
                {
                    // Gone is what was wanted.
                }
            }
        }
        return outcome
    }

    /// Suspends until the container's time is over.
    private func end(
        of container: LeasedContainer, _ reconnector: EngineReconnector, _ known: LatestEstimate
    ) async throws -> LeaseEnd {
        while true {
            let end: LeaseEnd
            do {
                end = try await reconnector.surviving { _ in try await container.end(on: engine, at: .now) }
            } catch let error as EngineError where error.code == .notFound {
                // Another process of ours was faster to remove it.
                if let end = known.end.withLock(\.self), end.time <= .now { return end }
                throw error
            }
            known.end.withLock { $0 = end }
            let rest = end.time - .now
            guard rest > .zero else { return end }
            try await Task.sleep(for: rest)
        }
    }
}

/// When a container's time is over, as far as is known.
private final class LatestEstimate: Sendable {
    let end = Mutex<LeaseEnd?>(nil)
}
