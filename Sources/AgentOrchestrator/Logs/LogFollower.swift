package import AgentRuntime
package import AgentValues
import EngineAPI
import Synchronization

/// Prints the output of many containers as it comes: of those that are told, from each start of their commands on.
///
/// A command that we start is connected to before its start (``attach(_:of:)``), so that nothing of its output is missed; an
/// engine's log may be cut, and its followers may lag behind. The log is for what was printed before, for starts by others, and for
/// what a connection that broke has not brought.
///
/// What is told may come before ``run()``, which is called once.
package final class LogFollower: Sendable {
    private enum Signal: Sendable {
        case source(ContainerFollower.Source, ContainerID, LogOrigin, LogPosition, LogOptions)
        case ended(ContainerID)
    }

    private struct State {
        /// The output of the last start of each container, where it is connected to.
        var attached: [ContainerID: AttachedOutput] = [:]
        /// The containers whose next start is connected to already.
        var awaitsStart: Set<ContainerID> = []
        /// The containers whose output is not read to its end.
        var open: Set<ContainerID> = []
        var waiters: [ContainerID: [CheckedContinuation<Void, Never>]] = [:]
        var hasRun = false
    }

    private let host: AgentHost
    private let reconnector: EngineReconnector
    private let sink: any LogSink
    private let report: @Sendable (String) -> Void
    private let signals: AsyncStream<Signal>
    private let continuation: AsyncStream<Signal>.Continuation
    private let state = Mutex(State())

    /// - Parameter report: told what somebody who reads along should know; it must return at once.
    package init(
        host: AgentHost, reconnector: EngineReconnector, sink: any LogSink,
        report: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.host = host
        self.reconnector = reconnector
        self.sink = sink
        self.report = report
        (signals, continuation) = AsyncStream.makeStream()
    }

    /// Connects to the output of a container whose command is about to start; the next ``started(_:of:from:past:)`` of it is that
    /// start. Where the engine refuses, the log has to do, and the start will say why.
    package func attach(_ container: ContainerID, of origin: LogOrigin) async {
        var origin = origin
        origin.container = container
        sink.begin(origin)
        guard let connection = try? await host.attachToOutput(of: container) else { return }
        let output = AttachedOutput(connection)
        let isOpen = state.withLock { state in
            guard !state.hasRun else { return false }
            // A start that failed is tried again.
            if state.awaitsStart.contains(container) { state.attached[container]?.close() }
            state.attached[container] = output
            state.awaitsStart.insert(container)
            state.open.insert(container)
            return true
        }
        guard isOpen else { return output.close() }
        continuation.yield(.source(.attached(output), container, origin, LogPosition(), LogOptions()))
    }

    /// A container's command runs, for the first time or anew. To be told of a start twice does no harm.
    ///
    /// - Parameters:
    ///   - position: how far its output was printed already.
    ///   - past: which part of the past is wanted where nothing was; all unless given.
    package func started(
        _ container: ContainerID, of origin: LogOrigin, from position: LogPosition = LogPosition(),
        past: LogOptions = LogOptions()
    ) {
        let output = state.withLock { state in
            if !state.hasRun { state.open.insert(container) }
            return state.awaitsStart.remove(container).flatMap { state.attached[$0] }
        }
        if let output { return output.begin() }
        var origin = origin
        origin.container = container
        continuation.yield(.source(.log, container, origin, position, past))
    }

    /// A container will not be started again.
    package func ended(_ container: ContainerID) { continuation.yield(.ended(container)) }

    /// Returns when the output of a container that has ended is printed.
    package func finish(_ container: ContainerID) async {
        ended(container)
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                guard state.open.contains(container) else { return false }
                state.waiters[container, default: []].append(continuation)
                return true
            }
            if !isOpen { continuation.resume() }
        }
    }

    /// No container will be started again.
    package func end() { continuation.finish() }

    /// Returns after ``end()``, when everything is printed. The first failure ends the others.
    package func run() async throws {
        defer { close() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            var channels: [ContainerID: AsyncStream<ContainerFollower.Source>.Continuation] = [:]
            for await signal in signals {
                switch signal {
                case .ended(let container):
                    channels[container]?.finish()
                    awaitEnd(of: container, in: &group)
                case .source(let source, let container, let origin, let position, let past):
                    if let channel = channels[container] {
                        channel.yield(source)
                        continue
                    }
                    let (sources, channel) = AsyncStream.makeStream(of: ContainerFollower.Source.self)
                    channels[container] = channel
                    channel.yield(source)
                    let follower = ContainerFollower(
                        container: container, origin: origin, host: host, reconnector: reconnector, sink: sink,
                        sources: sources, isLatest: { self.isLatest($0, of: container) }, past: past, report: report)
                    group.addTask {
                        defer { self.note(finished: container) }
                        do {
                            try await follower.run(from: position)
                        } catch {
                            self.end()
                            throw error
                        }
                    }
                }
            }
            for (container, channel) in channels {
                channel.finish()
                awaitEnd(of: container, in: &group)
            }
            for try await _ in group {}
        }
    }

    /// Sees to it that the output of a container that has ended comes to its end too.
    private func awaitEnd(of container: ContainerID, in group: inout ThrowingTaskGroup<Void, any Error>) {
        let (output, isStarted) = state.withLock { ($0.attached[container], !$0.awaitsStart.contains(container)) }
        guard let output else { return }
        // What never started has no output.
        guard isStarted else { return output.close() }
        group.addTask { try await output.awaitEnd() }
    }

    private func isLatest(_ output: AttachedOutput, of container: ContainerID) -> Bool {
        state.withLock { $0.attached[container] === output }
    }

    private func note(finished container: ContainerID) {
        let waiters = state.withLock { state in
            state.open.remove(container)
            return state.waiters.removeValue(forKey: container) ?? []
        }
        for waiter in waiters { waiter.resume() }
    }

    private func close() {
        let open = state.withLock { state in
            state.hasRun = true
            return state.open
        }
        for container in open { note(finished: container) }
    }
}
