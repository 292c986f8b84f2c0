import AgentOrchestrator
import AgentValues
import Diagnostics
import Synchronization

/// Keeps what agents print from steering the terminal that shows it: colours alone pass.
final class LogCleaner: Sendable {
    private struct Key: Hashable {
        var origin: LogOrigin?
        var stream: LogFrame.Stream
    }

    private let output: OutputChannel
    private let messages: OutputChannel
    private let isRaw: Bool
    private let filters = Mutex<[Key: TerminalFilter]>([:])

    /// - Parameters:
    ///   - output: where standard output is shown.
    ///   - messages: where standard error is shown.
    ///   - isRaw: whether everything passes, because the user wants it so.
    init(output: OutputChannel, messages: OutputChannel, isRaw: Bool) {
        self.output = output
        self.messages = messages
        self.isRaw = isRaw
    }

    /// What of the next piece of a stream may be shown; everything where no terminal shows it.
    func clean(_ bytes: [UInt8], _ stream: LogFrame.Stream, of origin: LogOrigin? = nil) -> [UInt8] {
        guard cleans(stream) else { return bytes }
        return filters.withLock { $0[Key(origin: origin, stream: stream), default: TerminalFilter()].pass(bytes) }
    }

    /// What of a whole line may be shown.
    func clean(line: [UInt8], _ stream: LogFrame.Stream) -> [UInt8] {
        cleans(stream) ? TerminalFilter.line(line) : line
    }

    private func cleans(_ stream: LogFrame.Stream) -> Bool {
        !isRaw && (stream == .stderr ? messages : output).isTerminal
    }
}
