import AgentValues
import Glibc

/// Looks after one program, on a thread of its own: reads what it prints, and ends it when it must.
struct ProgramSupervisor {
    /// Why a program was ended before it ended itself.
    enum Stop: Sendable { case timeLimit, cancelled, output }

    let program: HostProgram
    let path: String
    let wakeUp: ProgramWakeUp

    /// Runs the program until it ends or is ended.
    func run(input: [UInt8]) throws(ProgramError) -> (HostProgram.Result, Stop?) {
        let file = try ProgramPipe.file(holding: input, for: program.name)
        defer { close(file) }
        let out = try ProgramPipe.pair(for: program.name)
        var output = ProgramPipe(reading: out.reading, keeping: .beginning, limit: HostProgram.outputLimit)
        let process: pid_t
        var errors: ProgramPipe
        do {
            defer { close(out.writing) }
            let err = try ProgramPipe.pair(for: program.name)
            defer { close(err.writing) }
            errors = ProgramPipe(reading: err.reading, keeping: .end, limit: HostProgram.errorLimit)
            process = try ProgramSpawn(
                path: path, program: program, input: file, output: out.writing, errors: err.writing
            ).start()
        }
        let session = ProgramSession(leader: process)
        let wakeUp = wakeUp
        let isWatched = SystemThread.start {
            var status = siginfo_t()
            while waitid(P_PID, id_t(process), &status, WEXITED | WNOWAIT) != 0, errno == EINTR {}
            wakeUp.end(of: process)
        }
        guard isWatched else {
            session.kill()
            waitpid(process, nil, 0)
            throw ProgramError(.notStarted, program: program.name, "needs a thread; there is none")
        }
        let stop = watch(session, &output, &errors)
        let ending = collect(process)
        return (HostProgram.Result(ending: ending, output: output.content(), errors: errors.content()), stop)
    }

    private func watch(_ session: ProgramSession, _ output: inout ProgramPipe, _ errors: inout ProgramPipe) -> Stop? {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        defer { buffer.deallocate() }
        let deadline = ContinuousClock.now + program.timeLimit
        while !wakeUp.hasEnded {
            wait(until: deadline, output, errors)
            _ = output.read(into: buffer)
            _ = errors.read(into: buffer)
            let stop: Stop? =
                wakeUp.isCancelled
                ? .cancelled : output.hasOverflowed ? .output : ContinuousClock.now >= deadline ? .timeLimit : nil
            guard let stop, !wakeUp.hasEnded || stop == .output else { continue }
            end(session, &output, &errors, buffer)
            return stop
        }
        // All that the program printed is in the pipe now. Processes that it left behind may still hold the pipe; they are not waited for, and
        // what they print is bounded.
        for _ in 0...(HostProgram.outputLimit / buffer.count) where output.read(into: buffer) != .more { break }
        for _ in 0..<16 where errors.read(into: buffer) != .more { break }
        return output.hasOverflowed ? .output : nil
    }

    /// Asks all processes to end, and kills those that are left a moment later.
    private func end(
        _ session: ProgramSession, _ output: inout ProgramPipe, _ errors: inout ProgramPipe,
        _ buffer: UnsafeMutableRawBufferPointer
    ) {
        output.close()
        session.send(SIGTERM)
        let deadline = ContinuousClock.now + HostProgram.grace
        // No event tells when the last of them ends.
        while ContinuousClock.now < deadline, session.isAlive {
            usleep(5000)
            _ = errors.read(into: buffer)
        }
        session.kill()
        for _ in 0..<16 where errors.read(into: buffer) != .more { break }
    }

    /// Waits until there is something to read, the program ended, or the time is up.
    private func wait(
        until deadline: ContinuousClock.Instant, _ output: borrowing ProgramPipe, _ errors: borrowing ProgramPipe
    ) {
        // poll(2) ignores negative descriptors.
        var files = [wakeUp.reading, output.descriptor, errors.descriptor].map {
            pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
        }
        let milliseconds = (deadline - ContinuousClock.now).seconds * 1000
        _ = poll(&files, nfds_t(files.count), CInt(min(max(milliseconds.rounded(.up), 0), 60_000)))
        if files[0].revents != 0 { wakeUp.acknowledge() }
    }

    /// The program's status; of one that not even SIGKILL ends at once, because the kernel holds it, that of SIGKILL.
    private func collect(_ process: pid_t) -> HostProgram.Ending {
        let deadline = ContinuousClock.now + HostProgram.grace
        while !wakeUp.hasEnded, ContinuousClock.now < deadline { usleep(1000) }
        guard !wakeUp.abandon() else { return .signalled(SIGKILL) }
        var status: CInt = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        return signal == 0 ? .exited((status >> 8) & 0xFF) : .signalled(signal)
    }
}
