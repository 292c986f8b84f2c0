import Diagnostics
import Glibc

/// The way out when the user pressed Ctrl-C a third time.
enum EmergencyExit {
    /// Ends the process at once, without cleaning up.
    static func leave(restoring terminal: Terminal, left: [String]) -> Never {
        terminal.restore()
        let things =
            left.isEmpty ? "containers, networks or files" : left.map(TerminalText.line).joined(separator: ", ")
        let text = """
            aac-runtime: ended at once; may be left behind: \(things)
            hint: `aac-runtime ps --all` shows what is left, `aac-runtime down` removes it

            """
        // The channel's own lock may be held by whoever is stuck, so this writes past it.
        _ = Array(text.utf8).withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
        _exit(ExitCode.interrupted.rawValue)
    }
}
