import AgentValues
import Glibc
import Subprocess
import SystemPackage

@testable import AgentCommands
@testable import AgentRuntime

/// A terminal with `aac-runtime` in it, and somebody who types and reads.
actor PseudoTerminal {
    private let master: FileDescriptor
    private let slave: FileDescriptor
    private let iterator: AgentCommands.InputStream.AsyncIterator
    /// What came and was not waited for yet.
    private var screen = ""
    /// What came before the last text that was waited for.
    private(set) var sinceLastWait = ""

    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    private init(columns: Int, rows: Int) throws {
        var ends: (CInt, CInt) = (-1, -1)
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        guard openpty(&ends.0, &ends.1, nil, nil, &size) == 0 else { throw Failure(description: "openpty: \(errno)") }
        master = FileDescriptor(rawValue: ends.0)
        slave = FileDescriptor(rawValue: ends.1)
        _ = fcntl(ends.0, F_SETFD, FD_CLOEXEC)
        iterator = AgentCommands.InputStream(descriptor: ends.0).makeAsyncIterator()
    }

    deinit {
        try? master.close()
        try? slave.close()
    }

    /// Runs a command line in a terminal while `body` uses it.
    static func run(
        _ arguments: [String], columns: Int = 80, rows: Int = 24,
        body: (PseudoTerminal, Execution<FileDescriptorInput, FileDescriptorOutput, FileDescriptorOutput>) async throws
            ->
            Void
    ) async throws -> Int32 {
        let terminal = try PseudoTerminal(columns: columns, rows: rows)
        let result = try await Subprocess.run(
            .path(Tool.path), arguments: Arguments(arguments), environment: Tool.variables([:]),
            input: .fileDescriptor(terminal.slave, closeAfterSpawningProcess: false),
            output: .fileDescriptor(terminal.slave, closeAfterSpawningProcess: false),
            error: .fileDescriptor(terminal.slave, closeAfterSpawningProcess: false)
        ) { execution in
            try await body(terminal, execution)
        }
        return Tool.status(result.terminationStatus)
    }

    /// Types.
    func type(_ text: String) throws { _ = try master.writeAll(Array(text.utf8)) }

    /// How long a text may take; below the limits of tests, so that they end with what the screen shows.
    private static let patience = Duration.seconds(100)

    /// Reads until the screen has a text, counted from `type` or the last wait.
    func wait(for text: String) async throws {
        while !screen.contains(text) {
            // Nil at the end, and an error when the time is over.
            let next = try? await withTimeLimit(Self.patience) { [iterator] in try await iterator.next() }
            guard let piece = next ?? nil else {
                throw Failure(description: "'\(text)' did not come; the screen shows: \(screen.debugDescription)")
            }
            screen += String(decoding: piece, as: UTF8.self)
        }
        guard let found = screen.firstRange(of: text) else { return }
        sinceLastWait = String(screen[..<found.lowerBound])
        screen = String(screen[found.upperBound...])
    }

    /// Gives the terminal another size; the caller sends SIGWINCH, since the terminal does not control the process.
    func resize(columns: Int, rows: Int) {
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(master.rawValue, UInt(TIOCSWINSZ), &size)
    }

    /// Whether what is typed is echoed by the terminal itself, which it is not in raw mode.
    var echoes: Bool {
        var mode = termios()
        return tcgetattr(slave.rawValue, &mode) == 0 && mode.c_lflag & tcflag_t(ECHO) != 0
    }
}
