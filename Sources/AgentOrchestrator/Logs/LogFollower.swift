package import AgentRuntime
package import AgentValues
import EngineAPI
import Synchronization

/// Prints the output of many containers as it comes: of those that are told, from each start of their commands on.
///
/// What is told may come before ``run()``, which is called once.
package final class LogFollower: Sendable {
    private enum Signal: Sendable {
        case started(ContainerID, LogOrigin, LogPosition, LogOptions)
        case ended(ContainerID)
    }

    private let runtime: any ContainerRuntime
    private let reconnector: EngineReconnector
    private let sink: any LogSink
    private let signals: AsyncStream<Signal>
    private let continuation: AsyncStream<Signal>.Continuation

    package init(runtime: any ContainerRuntime, reconnector: EngineReconnector, sink: any LogSink) {
        self.runtime = runtime
        self.reconnector = reconnector
        self.sink = sink
        (signals, continuation) = AsyncStream.makeStream()
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
        continuation.yield(.started(container, origin, position, past))
    }

    /// A container will not be started again.
    package func ended(_ container: ContainerID) { continuation.yield(.ended(container)) }

    /// No container will be started again.
    package func end() { continuation.finish() }

    /// Returns after ``end()``, when everything is printed. The first failure ends the others.
    package func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            var channels: [ContainerID: AsyncStream<Void>.Continuation] = [:]
            for await signal in signals {
                switch signal {
                case .ended(let container): channels[container]?.finish()
                case .started(let container, let origin, let position, let past):
                    if let channel = channels[container] {
                        channel.yield()
                        continue
                    }
                    let (starts, channel) = AsyncStream.makeStream(of: Void.self)
                    channels[container] = channel
                    channel.yield()
                    var origin = origin
                    origin.container = container
                    let follower = ContainerFollower(
                        container: container, origin: origin, runtime: runtime, reconnector: reconnector, sink: sink,
                        starts: starts, past: past)
                    group.addTask {
                        do {
                            try await follower.run(from: position)
                        } catch {
                            self.end()
                            throw error
                        }
                    }
                }
            }
            channels.values.forEach { $0.finish() }
            for try await _ in group {}
        }
    }
}
