import AgentManifest
import AgentRuntime
import EngineAPI

/// What one container uses of CPU and memory at a moment, for `ps`.
package struct AgentUsage: Sendable, Hashable {
    /// 100 is one whole CPU; nil where it cannot be told.
    var cpuPercent: Double?
    /// Bytes, without the page cache that can be had back.
    var memory: UInt64
    /// Bytes; nil without a limit.
    var memoryLimit: UInt64?

    /// CPU is the use over this time.
    private static let interval = Duration.milliseconds(100)

    /// Measures running containers, all at the same time. The kernel of this host is asked where the engine is on it, which takes
    /// ``interval`` in all; else the engine, and of engines Docker needs a second or two.
    ///
    /// - Returns: in the order of the containers, nil for one that cannot be measured or has ended meanwhile.
    static func measure(_ containers: [ContainerInspection], on engine: EngineClient) async throws -> [AgentUsage?] {
        guard !containers.isEmpty else { return [] }
        let isLocal = engine.address.remoteHost == nil
        let first = containers.map { isLocal ? KernelUsage(process: $0.state.pid, container: $0.id) : nil }
        async let asked = zip(containers, first).concurrently(limit: containers.count) { container, own in
            own == nil ? try await ask(engine, about: container) : nil
        }
        if first.contains(where: { $0 != nil }) { try await Task.sleep(for: interval) }
        let counted = zip(containers, first).map { container, first -> AgentUsage? in
            guard let first else { return nil }
            guard let second = KernelUsage(process: container.state.pid, container: container.id) else { return nil }
            return AgentUsage(first, second)
        }
        return zip(counted, try await asked).map { $0 ?? $1 }
    }

    private init(_ first: KernelUsage, _ second: KernelUsage) {
        cpuPercent = second.processorsInUse(since: first).map { ($0 * 1000).rounded() / 10 }
        memory = second.memory
        memoryLimit = second.memoryLimit
    }

    private static func ask(_ engine: EngineClient, about container: ContainerInspection) async throws -> AgentUsage? {
        guard container.state.isRunning else { return nil }
        do {
            let first = try await engine.containers.stats(container.id)
            guard first.time != nil else { return nil }
            if first.previousTime != nil { return AgentUsage(first, after: nil, of: container) }
            // Podman answers at once, without an earlier sample.
            try await Task.sleep(for: interval)
            return AgentUsage(try await engine.containers.stats(container.id), after: first, of: container)
        } catch let error as EngineError where !error.isConnectionLost {
            // It has ended or is being removed, which engines say in many ways; a list is not spoiled by that.
            return nil
        }
    }

    private init(_ stats: ContainerStats, after previous: ContainerStats?, of container: ContainerInspection) {
        cpuPercent = UsageSample.cpuPercent(stats, after: previous)
        memory = stats.memoryInUse
        // Engines give the host's memory where there is no limit.
        memoryLimit = (container.host.memory ?? 0) > 0 ? stats.memoryLimit : nil
    }
}
