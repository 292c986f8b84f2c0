/// One line of an agent's output, as everything of ours that speaks of lines has them.
///
/// Standard output and standard error have lines of their own. A line ends with a line feed; a carriage return before it, and
/// one at the end of the last line, which has no line feed, belong to the end. Lines of over 1 MiB are broken.
package struct LogLine: Sendable, Hashable {
    /// When it was printed, where the engine was asked for that.
    package var time: EngineTime?
    /// The text without its line end.
    package var text: [UInt8]

    package init(time: EngineTime? = nil, text: [UInt8]) {
        self.time = time
        self.text = text
    }
}
