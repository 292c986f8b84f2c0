package import AgentValues
import EngineAPI

/// One line of an agent's output.
package struct LogLine: Sendable, Hashable {
    /// When it was printed, where the engine was asked for that.
    package var time: EngineTime?
    /// The text without its line end.
    package var text: [UInt8]
}
