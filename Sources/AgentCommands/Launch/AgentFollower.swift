import AgentOrchestrator
import AgentRuntime
import EngineAPI

/// Prints one agent's output from its start to its end, over restarts of the agent and absences of the engine.
struct AgentFollower: Sendable {
    let runtime: any ContainerRuntime
    let lifeline: EngineLifeline
    let printer: LogPrinter
    let origin: LogOrigin
    /// The container, once for each start of its command.
    let starts: AsyncStream<ContainerID>

    /// Returns when the starts have ended and the last one's output is printed.
    func run() async throws {
        var position = Position()
        for await container in starts { position = try await follow(container, from: position) }
        try await printer.finish(position.assemblers, of: origin)
    }

    /// How far the output is printed.
    private struct Position: Sendable {
        var cursor = LogCursor()
        var assemblers = LogAssemblers(hasTimes: false)
    }

    /// Follows until the container stops.
    private func follow(_ container: ContainerID, from start: Position) async throws -> Position {
        let current = Mutable(start)
        try await lifeline.surviving { _ in
            var position = current.value
            position.cursor.resume()
            // The position must outlast the error that a break throws.
            defer { current.value = position }
            let options = LogOptions(follow: true, since: position.cursor.since, timestamps: true)
            do {
                for try await frame in try await runtime.streamLogs(container, options: options) {
                    guard let frame = position.cursor.take(frame) else { continue }
                    try await printer.print(frame, of: origin, &position.assemblers)
                }
            } catch let error as EngineError where error.code == .notFound {
                // Somebody removed it, as whoever finds an agent past its time does. Its supervision says what that means.
            }
        }
        return current.value
    }
}
