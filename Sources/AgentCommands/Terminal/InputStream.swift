import AgentRuntime
import Glibc
import Synchronization
import SystemPackage

/// The bytes of standard input, in the pieces in which they arrive.
///
/// They are read on a thread of their own, and only when asked for, so that a slow consumer holds up the producer. One
/// iterator at a time; cancelling its task ends the wait at once and loses no bytes.
struct InputStream: AsyncSequence, Sendable {
    typealias Element = [UInt8]
    typealias Failure = any Error

    /// The descriptor to read from.
    let descriptor: CInt

    func makeAsyncIterator() -> Iterator { Iterator(reader: Reader(descriptor)) }

    final class Iterator: AsyncIteratorProtocol, Sendable {
        private let reader: Reader
        fileprivate init(reader: Reader) { self.reader = reader }

        deinit { reader.end() }

        /// The next piece, 64 KiB at most; nil at the end.
        ///
        /// - Throws: ``CommandError`` when reading fails, or `CancellationError`.
        func next() async throws -> [UInt8]? {
            try Task.checkCancellation()
            return try await reader.read()
        }
    }

    /// Takes turns with a thread: a request goes there, an answer comes back.
    fileprivate final class Reader: Sendable {
        private enum Phase {
            case idle
            case waiting(CheckedContinuation<[UInt8]?, any Error>)
            case ended
        }

        private struct State {
            var phase = Phase.idle
            var isThreadRunning = false
            /// What was read for a request that was cancelled meanwhile.
            var leftover: [UInt8]?

            mutating func takeWaiting() -> CheckedContinuation<[UInt8]?, any Error>? {
                guard case .waiting(let continuation) = phase else { return nil }
                phase = .idle
                return continuation
            }
        }

        /// A duplicate, because the thread may still wait for it when the original is closed and its number belongs to another file.
        private let descriptor: CInt
        /// Tells the thread of a request and of the end.
        private let wake: WakePipe?
        private let state = Mutex(State())

        init(_ descriptor: CInt) {
            self.descriptor = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
            // A closed descriptor is the end of the input.
            if self.descriptor < 0, errno == EBADF { state.withLock { $0.phase = .ended } }
            wake = WakePipe()
        }

        deinit { close(descriptor) }

        func read() async throws -> [UInt8]? {
            try await withTaskCancellationHandler {
                try await withCheckedThrowingContinuation { continuation in
                    request(continuation)
                    if Task.isCancelled { cancel() }
                }
            } onCancel: {
                cancel()
            }
        }

        func end() {
            state.withLock { $0.phase = .ended }
            wake?.send(0)
        }

        private func request(_ continuation: CheckedContinuation<[UInt8]?, any Error>) {
            let answer = state.withLock { state -> Result<[UInt8]?, any Error>? in
                if case .ended = state.phase { return .success(nil) }
                if let bytes = state.leftover {
                    state.leftover = nil
                    return .success(bytes)
                }
                guard let wake, descriptor >= 0 else { return .failure(Self.failure(.tooManyOpenFiles)) }
                if !state.isThreadRunning { state.isThreadRunning = SystemThread.start { self.serve(wake) } }
                guard state.isThreadRunning else { return .failure(Self.failure(.resourceTemporarilyUnavailable)) }
                state.phase = .waiting(continuation)
                return nil
            }
            if let answer { continuation.resume(with: answer) } else { wake?.send(0) }
        }

        private func cancel() {
            state.withLock { $0.takeWaiting() }?.resume(throwing: CancellationError())
        }

        /// The thread: waits for a request, then for input or for a change of mind.
        private func serve(_ wake: WakePipe) {
            var buffer = [UInt8](repeating: 0, count: 64 << 10)
            while true {
                let phase = state.withLock { $0.phase }
                var isWanted = false
                switch phase {
                case .ended: return
                case .waiting: isWanted = true
                case .idle: break
                }
                var requests = [
                    pollfd(fd: wake.readEnd, events: Int16(POLLIN), revents: 0),
                    pollfd(fd: isWanted ? descriptor : -1, events: Int16(POLLIN), revents: 0),
                ]
                guard poll(&requests, 2, -1) >= 0 || errno == EINTR else {
                    return finish(.failure(Self.failure(Errno(rawValue: errno))))
                }
                if requests[0].revents != 0 {
                    _ = wake.receive()
                    continue
                }
                guard requests[1].revents != 0 else { continue }
                guard deliver(&buffer) else { return }
            }
        }

        /// Reads what is there and answers the request; false at the end. A request that was cancelled meanwhile leaves the
        /// bytes to the next one.
        private func deliver(_ buffer: inout [UInt8]) -> Bool {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            let reason = Errno(rawValue: errno)
            if count > 0 {
                let bytes = Array(buffer[..<count])
                let waiting = state.withLock { state in
                    let waiting = state.takeWaiting()
                    if waiting == nil { state.leftover = bytes }
                    return waiting
                }
                waiting?.resume(returning: bytes)
                return true
            }
            // A closed descriptor, and a terminal that is gone, are ends like any other.
            if count == 0 || reason == .badFileDescriptor || reason == .ioError {
                finish(.success(nil))
                return false
            }
            if reason == .interrupted || reason == .resourceTemporarilyUnavailable { return true }
            finish(.failure(Self.failure(reason)))
            return false
        }

        private func finish(_ result: Result<[UInt8]?, any Error>) {
            let waiting = state.withLock { state in
                defer { state.phase = .ended }
                return state.takeWaiting()
            }
            waiting?.resume(with: result)
        }

        private static func failure(_ reason: Errno) -> CommandError {
            CommandError(.inputOutput, "cannot read standard input: \(reason)")
        }
    }
}
