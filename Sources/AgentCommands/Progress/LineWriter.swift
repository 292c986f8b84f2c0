import Synchronization

/// Writes progress as lines, in the order in which it is told.
final class LineWriter<Lines: LineProgress>: ProgressWriter {
    private let context: CommandContext
    private let start: ContinuousClock.Instant
    private let state: Mutex<Lines>
    private let lines: AsyncStream<String>
    private let continuation: AsyncStream<String>.Continuation

    init(_ progress: Lines, context: CommandContext, start: ContinuousClock.Instant) {
        self.context = context
        self.start = start
        state = Mutex(progress)
        (lines, continuation) = AsyncStream.makeStream()
    }

    func tell(_ event: ProgressEvent, of agent: String) {
        let now = start.duration(to: .now)
        // Under the lock, so that lines keep the order of their events.
        state.withLock { for line in $0.lines(telling: event, of: agent, at: now) { continuation.yield(line) } }
    }

    func run() async {
        let clock = Task {
            while (try? await Task.sleep(for: .seconds(1))) != nil {
                let now = start.duration(to: .now)
                state.withLock { for line in $0.reminders(at: now) { continuation.yield(line) } }
            }
        }
        // Where standard error is closed there is nobody left to tell.
        do { for await line in lines { try await context.messages.line(line) } } catch {}
        clock.cancel()
    }

    func end(isWhole: Bool) { continuation.finish() }
}
