import AgentOrchestrator
import AgentValues

/// Connects our standard streams, and our terminal where there is one, with a process in a container.
struct InteractiveSession: Sendable {
    /// The process.
    let connection: AgentConnection
    /// Whether the process has a terminal of its own.
    let hasTerminal: Bool
    /// Whether what the user types, or what is piped in, goes to the process.
    let forwardsInput: Bool
    let context: CommandContext

    /// Goes on until the process closes its output. The local terminal is as before when this returns or throws.
    func run() async throws {
        guard hasTerminal, forwardsInput, context.terminal.isTerminal else { return try await connect() }
        try await context.terminal.withRawMode { try await connect() }
    }

    private func connect() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            if forwardsInput { group.addTask { try await sendInput() } }
            if hasTerminal, context.terminal.size != nil { group.addTask { await followSize() } }
            defer {
                group.cancelAll()
                connection.close()
            }
            try await connection.output { frame in
                let channel = frame.stream == .stderr ? context.messages : context.output
                try await channel.write(frame.bytes)
            }
        }
    }

    /// At the end of our input the process sees the end of its own, and its output goes on.
    private func sendInput() async throws {
        do {
            try await connection.send(InputStream(descriptor: context.terminal.descriptor))
        } catch is CancellationError {
        }
    }

    /// Tells the process' terminal our size, now and at each change.
    private func followSize() async {
        let changes = context.terminal.resizes()
        // Engines refuse a size until the process runs, which may be a moment after they said so.
        _ = try? await Self.firstSize.poll { await sendSize() ? true : nil }
        for await _ in changes { _ = await sendSize() }
    }

    private func sendSize() async -> Bool {
        guard let size = context.terminal.size else { return true }
        return await connection.resize(to: size)
    }

    private static let firstSize = RetryPolicy(.every(.milliseconds(20)), tries: 50)
}
