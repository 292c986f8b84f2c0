import AgentValues
import Glibc
import Synchronization
import SystemPackage

/// The terminal that the user types at.
final class Terminal: Sendable {
    /// The descriptor to read from.
    let descriptor: CInt
    /// Whether there is a terminal at all.
    let isTerminal: Bool

    private struct State {
        var cooked: termios?
        /// Where the cursor was hidden.
        var hidden: CInt?
        var nextListener = 0
        var listeners: [Int: AsyncStream<Void>.Continuation] = [:]
    }

    private let state = Mutex(State())

    init(descriptor: CInt) {
        self.descriptor = descriptor
        isTerminal = isatty(descriptor) == 1
    }

    /// The size now, also that of the terminal that only shows our output; nil without one or where it does not know.
    var size: TerminalSize? {
        for candidate in [descriptor, 1, 2] {
            var window = winsize()
            if ioctl(candidate, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0 {
                return TerminalSize(columns: Int(window.ws_col), rows: Int(window.ws_row))
            }
        }
        return nil
    }

    /// Runs `body` while every key, Ctrl-C too, goes to the reader untouched; the terminal is as before afterwards.
    func withRawMode<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        try enterRawMode()
        defer { restore() }
        return try await body()
    }

    /// Hides the cursor until ``showCursor()`` or ``restore()``.
    func hideCursor(on descriptor: CInt) {
        state.withLock { state in
            guard state.hidden == nil else { return }
            state.hidden = descriptor
            Self.write("\u{1B}[?25l", to: descriptor)
        }
    }

    /// Shows the cursor where it was hidden. Safe from any thread.
    func showCursor() {
        state.withLock { state in
            guard let descriptor = state.hidden else { return }
            state.hidden = nil
            Self.write("\u{1B}[?25h", to: descriptor)
        }
    }

    private static func write(_ text: String, to descriptor: CInt) {
        _ = Array(text.utf8).withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    }

    /// Puts the terminal back as it was before raw mode, and shows the cursor. Safe from any thread.
    func restore() {
        showCursor()
        state.withLock { state in
            guard var cooked = state.cooked else { return }
            tcsetattr(descriptor, TCSANOW, &cooked)
            state.cooked = nil
        }
    }

    private func enterRawMode() throws {
        try state.withLock { state in
            var mode = termios()
            guard tcgetattr(descriptor, &mode) == 0 else { throw Self.failure() }
            let cooked = mode
            cfmakeraw(&mode)
            guard tcsetattr(descriptor, TCSANOW, &mode) == 0 else { throw Self.failure() }
            if state.cooked == nil { state.cooked = cooked }
        }
    }

    private static func failure() -> CommandError {
        CommandError(.noTerminal, "cannot change the terminal's mode: \(Errno(rawValue: errno))")
    }

    /// One element for each change of the size, the latest kept while nobody looks.
    func resizes() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let id = state.withLock { state in
            state.nextListener += 1
            state.listeners[state.nextListener] = continuation
            return state.nextListener
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { _ = $0.listeners.removeValue(forKey: id) }
        }
        return stream
    }

    /// Called on SIGWINCH.
    func announceResize() {
        for listener in state.withLock({ Array($0.listeners.values) }) { listener.yield() }
    }
}
