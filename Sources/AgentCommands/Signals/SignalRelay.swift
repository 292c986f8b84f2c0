import AgentRuntime
import Glibc
import Synchronization

/// Hands the process's signals to a closure, on a thread of its own.
///
/// The handlers only write the signal's number to a pipe. Nothing is blocked or ignored, because blocked and ignored signals
/// stay so in the programs that we start; handlers do not.
final class SignalRelay: Sendable {
    /// SIGINT, SIGTERM and SIGHUP end a command, SIGWINCH says that the terminal has another size.
    private static let relayed = [SIGINT, SIGTERM, SIGHUP, SIGWINCH]

    /// The signal number that ends the thread; no signal has it.
    private static let end: UInt8 = 0

    private let pipe: WakePipe

    /// Starts relaying; nil when the process has no descriptors or threads left, or is relaying already.
    ///
    /// - Parameter receive: called on the relay's thread for each signal; it must return soon.
    static func start(_ receive: @escaping @Sendable (CInt) -> Void) -> SignalRelay? {
        guard let pipe = WakePipe(),
            handlerDescriptor.compareExchange(expected: -1, desired: pipe.writeEnd, ordering: .relaxed).exchanged
        else { return nil }
        let isStarted = SystemThread.start {
            while case let signal = pipe.receive(), signal != end { receive(CInt(signal)) }
        }
        guard isStarted else {
            handlerDescriptor.store(-1, ordering: .relaxed)
            return nil
        }
        for signal in relayed where signal != SIGHUP || !isIgnored(SIGHUP) { install(handler, for: signal) }
        // With a handler that does nothing, a write to a closed pipe fails with EPIPE instead of ending the process.
        install({ _ in }, for: SIGPIPE)
        return SignalRelay(pipe)
    }

    private init(_ pipe: WakePipe) { self.pipe = pipe }

    /// Gives the signals back to the system, except SIGPIPE, and ends the thread.
    func stop() {
        for signal in Self.relayed where !Self.isIgnored(signal) { install(SIG_DFL, for: signal) }
        handlerDescriptor.store(-1, ordering: .relaxed)
        pipe.send(Self.end)
    }

    /// Whether whoever started us wants this signal ignored, as nohup(1) does.
    private static func isIgnored(_ signal: CInt) -> Bool {
        var action = sigaction()
        guard sigaction(signal, nil, &action) == 0 else { return false }
        return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
            == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}

/// Where the handler writes to; handlers cannot carry a value of their own.
private let handlerDescriptor = Atomic<CInt>(-1)

private func handler(_ signal: CInt) {
    let saved = errno
    var byte = UInt8(truncatingIfNeeded: signal)
    _ = write(handlerDescriptor.load(ordering: .relaxed), &byte, 1)
    errno = saved
}

private func install(_ handler: sighandler_t?, for signal: CInt) {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = handler
    action.sa_flags = SA_RESTART
    sigemptyset(&action.sa_mask)
    sigaction(signal, &action, nil)
}
