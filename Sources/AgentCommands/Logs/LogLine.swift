import EngineAPI

/// One line of an agent's output.
struct LogLine: Sendable, Hashable {
    /// When it was printed, where the engine was asked for that.
    var time: EngineTime?
    /// The text without its line end.
    var text: [UInt8]
}
