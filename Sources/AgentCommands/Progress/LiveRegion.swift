import AgentValues

/// A live block on the terminal: what the channels write meanwhile goes above it.
@MainActor final class LiveRegion {
    private let channel: OutputChannel
    private let terminal: Terminal
    private let render: (TerminalSize) -> [LiveLine]
    private var block = LiveBlock()

    /// - Parameters:
    ///   - channel: where the block is drawn.
    ///   - terminal: the terminal that shows it.
    ///   - render: the lines, for the terminal's size.
    init(on channel: OutputChannel, terminal: Terminal, render: @escaping (TerminalSize) -> [LiveLine]) {
        self.channel = channel
        self.terminal = terminal
        self.render = render
    }

    private var size: TerminalSize { terminal.size ?? TerminalSize(columns: 80, rows: 24) }

    /// Shows the lines as they are now.
    func draw() throws {
        terminal.hideCursor(on: channel.descriptor)
        let size = size
        let frame = block.draw(render(size), size: size)
        if !frame.isEmpty { try channel.writeThrough(frame) }
    }

    /// Puts what a channel writes above the block.
    func print(_ bytes: [UInt8]) throws {
        let frame = block.print(bytes, size: size)
        if !frame.isEmpty { try channel.writeThrough(frame) }
    }

    /// Shows the lines for the last time, and gives the terminal back.
    func finish() throws {
        defer { terminal.showCursor() }
        try draw()
        let rest = block.finish()
        if !rest.isEmpty { try channel.writeThrough(rest) }
    }
}
