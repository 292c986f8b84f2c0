import CCurl
import CCurlShims
import Glibc
import Logging
import Synchronization

/// The one thread that owns libcurl, and the queue of commands to it.
///
/// Every libcurl handle is made, used and freed on this thread. Tasks hand over a command and wake the thread; it
/// answers by resuming continuations. The thread starts with the first request and ends with ``shutdown()``.
final class TransferLoop: Sendable {
    /// What tasks ask of the thread.
    enum Command: Sendable {
        case start(Call)
        /// The reader took what was there; go on receiving.
        case receive(Exchange)
        /// The writer queued something; go on sending.
        case send(Exchange)
        case cancel(Exchange)
        /// Nothing more is sent; go on receiving.
        case hangUp(Exchange)
    }

    private enum Phase {
        case idle
        case running(pthread_t, Wakeup)
        case stopped
    }

    private struct Inbox {
        var commands: [Command] = []
        var phase = Phase.idle
    }

    /// What the thread finds in its inbox.
    struct Delivery {
        var commands: [Command]
        var isStopping: Bool
    }

    let options: TransferOptions
    private let inbox = Mutex(Inbox())

    init(options: TransferOptions) {
        self.options = options
    }

    /// Hands a command over. A call that cannot be started any more is failed here; other commands then have no object.
    func submit(_ command: Command) {
        let outcome = inbox.withLock { inbox -> Result<Wakeup?, StartFailure> in
            switch inbox.phase {
            case .stopped: return .failure(.stopped)
            case .idle:
                guard case .start = command else { return .success(nil) }
                do throws(StartFailure) {
                    inbox.phase = try start()
                } catch {
                    return .failure(error)
                }
                inbox.commands.append(command)
                return .success(nil)
            case .running(_, let wakeup):
                inbox.commands.append(command)
                // An earlier command that is still queued has already woken the thread.
                return .success(inbox.commands.count == 1 ? wakeup : nil)
            }
        }
        switch outcome {
        case .success(let wakeup): wakeup?.signal()
        case .failure(let failure):
            if case .start(let call) = command { call.fail(failure.error(for: call)) }
        }
    }

    /// The commands since the last call. Called by the thread only.
    func receive() -> Delivery {
        inbox.withLock { inbox in
            let commands = inbox.commands
            inbox.commands = []
            if case .stopped = inbox.phase { return Delivery(commands: commands, isStopping: true) }
            return Delivery(commands: commands, isStopping: false)
        }
    }

    /// Ends every transfer with ``HTTPTransportError/Code/shutdown`` and joins the thread.
    func shutdown() {
        let running = inbox.withLock { inbox -> (pthread_t, Wakeup)? in
            defer { inbox.phase = .stopped }
            if case .running(let thread, let wakeup) = inbox.phase { return (thread, wakeup) } else { return nil }
        }
        guard let (thread, wakeup) = running else { return }
        wakeup.signal()
        // The last reference to a client may be dropped by the thread itself, which cannot wait for its own end.
        if pthread_equal(thread, pthread_self()) != 0 {
            pthread_detach(thread)
        } else {
            pthread_join(thread, nil)
        }
    }

    private func start() throws(StartFailure) -> Phase {
        guard let wakeup = Wakeup() else { throw .system(Glibc.errno) }
        let body = Unmanaged.passRetained(ThreadBody(loop: self, wakeup: wakeup))
        var thread = pthread_t()
        let result = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, body.toOpaque())
        guard result == 0 else {
            body.release()
            throw .system(result)
        }
        return .running(thread, wakeup)
    }
}

/// Why the thread takes no call.
private enum StartFailure: Error {
    case stopped
    case system(Int32)

    func error(for call: Call) -> HTTPTransportError {
        switch self {
        case .stopped: call.error(.shutdown, "the client is shut down")
        case .system(let number):
            call.error(.other, "the transfer thread cannot start: \(systemMessage(number))", errno: number)
        }
    }
}

/// What the thread runs.
private final class ThreadBody: Sendable {
    private let loop: TransferLoop
    private let wakeup: Wakeup

    init(loop: TransferLoop, wakeup: Wakeup) {
        self.loop = loop
        self.wakeup = wakeup
    }

    func run() {
        // No signal is handled on this thread: neither SIGPIPE, which OpenSSL's writes can raise, nor one that another thread waits for.
        // Signals that report a fault of the thread itself are not blocked, as that would only hide where it happened.
        var signals = sigset_t()
        sigfillset(&signals)
        for fault in [SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT] { sigdelset(&signals, fault) }
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        aac_set_thread_name("http-transport")
        TransferDriver(loop: loop, wakeup: wakeup).run()
    }
}

/// What all transfers of one client share.
struct TransferOptions: Sendable {
    var tls: TLSConfiguration?
    /// Whether `http_proxy` and its like are honoured on TCP endpoints.
    var allowsProxies = false
    var logger: Logger?
}
