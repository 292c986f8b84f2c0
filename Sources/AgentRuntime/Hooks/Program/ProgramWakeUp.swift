import Glibc
import Synchronization

/// Wakes the thread that looks after a program: because the program ended, or because nobody wants it any more.
final class ProgramWakeUp: Sendable {
    private struct State {
        var isCancelled = false
        var hasEnded = false
        var isAbandoned = false
    }

    /// Becomes readable when something happened, and stays so.
    let reading: CInt
    private let writing: CInt
    private let state = Mutex(State())

    init(for program: String) throws(ProgramError) {
        let pipe = try ProgramPipe.pair(for: program)
        (reading, writing) = (pipe.reading, pipe.writing)
    }

    deinit {
        close(reading)
        close(writing)
    }

    var isCancelled: Bool { state.withLock { $0.isCancelled } }
    var hasEnded: Bool { state.withLock { $0.hasEnded } }

    func cancel() {
        state.withLock { $0.isCancelled = true }
        ring()
    }

    /// Notes the program's end; its status is not collected yet, so its number cannot be given to another process.
    func end(of process: pid_t) {
        let isAbandoned = state.withLock { state in
            state.hasEnded = true
            return state.isAbandoned
        }
        ring()
        if isAbandoned { waitpid(process, nil, 0) }
    }

    /// Leaves it to ``end(of:)`` to collect the program's status; false when the program has ended already.
    func abandon() -> Bool {
        state.withLock { state in
            state.isAbandoned = !state.hasEnded
            return state.isAbandoned
        }
    }

    /// Takes out what was written, so that the next `poll` waits for news.
    func acknowledge() {
        var bytes: (UInt64, UInt64) = (0, 0)
        _ = read(reading, &bytes, 16)
    }

    private func ring() {
        var byte: UInt8 = 1
        _ = write(writing, &byte, 1)
    }
}
