import AgentOrchestrator
import AgentRuntime
import AgentValues
import Diagnostics

/// Writes messages on standard error in the order in which they were told, from wherever that was.
struct MessageQueue: Sendable {
    private let continuation: AsyncStream<String>.Continuation
    private let writer: Task<Void, any Error>

    init(_ channel: OutputChannel) {
        let (lines, continuation) = AsyncStream.makeStream(of: String.self)
        self.continuation = continuation
        writer = Task { for await line in lines { try await channel.line(line) } }
    }

    /// Tells a line; returns at once.
    func tell(_ text: String) { continuation.yield(TerminalText.line(text)) }

    /// Tells of the engine's absence.
    func tell(_ signal: EngineReconnector.Signal) {
        switch signal {
        case .lost: tell("the engine does not answer; reconnecting")
        case .back(let after): tell("the engine answers again (after \(after.brief))")
        }
    }

    /// Returns when everything told is written.
    func end() async {
        continuation.finish()
        // Where standard error is closed there is nobody left to tell.
        _ = await writer.result
    }
}
