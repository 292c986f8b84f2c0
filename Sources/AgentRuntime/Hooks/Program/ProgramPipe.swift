import CProcessShims
import Glibc

/// The reading end of a program's output, which keeps only so much of what comes.
struct ProgramPipe: ~Copyable {
    /// Which part of the output is kept.
    enum Kept { case beginning, end }

    /// How a read ended.
    enum Progress { case more, nothingNow, closed }

    private(set) var descriptor: CInt
    private(set) var bytes: [UInt8] = []
    /// Whether more came than is kept.
    private(set) var hasOverflowed = false
    private let kept: Kept
    private let limit: Int

    init(reading descriptor: CInt, keeping kept: Kept, limit: Int) {
        self.descriptor = descriptor
        self.kept = kept
        self.limit = limit
    }

    deinit { if descriptor >= 0 { Glibc.close(descriptor) } }

    /// Closes the reading end; the program gets SIGPIPE or EPIPE when it writes.
    mutating func close() {
        if descriptor >= 0 { Glibc.close(descriptor) }
        descriptor = -1
    }

    /// Reads once what is there, without waiting.
    mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Progress {
        guard descriptor >= 0 else { return .closed }
        let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        if count < 0, errno == EAGAIN || errno == EINTR { return .nothingNow }
        guard count > 0 else {
            close()
            return .closed
        }
        keep(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        return .more
    }

    /// What is kept in the end.
    func content() -> [UInt8] { kept == .end ? Array(bytes.suffix(limit)) : bytes }

    private mutating func keep(_ new: UnsafeRawBufferPointer) {
        switch kept {
        case .beginning:
            let room = limit - bytes.count
            bytes += new.prefix(room)
            if new.count > room { hasOverflowed = true }
        case .end:
            bytes += new
            // Cut rarely, so that a long output is not moved again and again.
            guard bytes.count > 4 * limit else { return }
            bytes.removeFirst(bytes.count - limit)
            hasOverflowed = true
        }
    }

    /// Both ends of a new pipe, closed in other programs; neither is 0, 1 or 2, and reading does not wait.
    static func pair(for program: String) throws(ProgramError) -> (reading: CInt, writing: CInt) {
        var ends: [CInt] = [-1, -1]
        guard aac_process_pipe(&ends) == 0 else { throw refusal(program) }
        let reading = try aboveStandard(ends[0], for: program)
        let writing = try aboveStandard(ends[1], for: program)
        return (reading, writing)
    }

    /// A descriptor from which `content` is read, as often as one likes.
    static func file(holding content: [UInt8], for program: String) throws(ProgramError) -> CInt {
        let file = aac_process_memory_file("hook-input")
        guard file >= 0 else { throw refusal(program) }
        var rest = content[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
            guard count > 0 else {
                Glibc.close(file)
                throw refusal(program)
            }
            rest = rest.dropFirst(count)
        }
        lseek(file, 0, SEEK_SET)
        return try aboveStandard(file, for: program)
    }

    /// Moves a descriptor away from 0, 1 and 2, which the program gets anew one after the other.
    private static func aboveStandard(_ descriptor: CInt, for program: String) throws(ProgramError) -> CInt {
        guard descriptor <= 2 else { return descriptor }
        let moved = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
        guard moved >= 0 else { throw refusal(program) }
        Glibc.close(descriptor)
        return moved
    }

    private static func refusal(_ program: String) -> ProgramError {
        ProgramError(
            .notStarted, program: program, "cannot be run: no pipe to be had: \(String(cString: strerror(errno)))")
    }
}
