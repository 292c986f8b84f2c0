import AgentRuntime
public import AgentValues
import EngineAPI

/// When and why a container's life is over.
public struct LeaseEnd: Sendable, Hashable {
    /// What bounded it.
    public enum Reason: Sendable, Hashable, CustomStringConvertible {
        /// It lives for as long as it was given; nil where its labels do not say how long that was.
        case lifetime(Duration?)
        /// It has printed nothing for so long.
        case idle(Duration)

        /// For messages: `its lifetime of 30m is over`.
        public var description: String {
            switch self {
            case .lifetime(let span?): "its lifetime of \(span.brief) is over"
            case .lifetime(nil): "its lifetime is over"
            case .idle(let span): "it has printed nothing for \(span.brief)"
            }
        }
    }

    /// When.
    public var time: EngineTime
    /// Why.
    public var reason: Reason
}
