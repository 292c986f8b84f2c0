import AgentOrchestrator
import AgentValues
import Diagnostics
import Synchronization

/// What stands in front of the lines of several agents: the name, padded, in a colour of its own.
final class LogPrefixes: Sendable {
    private struct State {
        var names: [String] = []
        var width = 0
    }

    private let usesColor: Bool
    private let state = Mutex(State())

    init(usesColor: Bool) { self.usesColor = usesColor }

    /// How many agents there are.
    var count: Int { state.withLock { $0.names.count } }

    /// Agents whose lines will be printed, so that the names can be padded. Others can join later.
    func add(_ origins: some Sequence<LogOrigin>) {
        state.withLock { state in
            for origin in origins where !state.names.contains(origin.name) {
                state.names.append(origin.name)
                state.width = max(state.width, TerminalText.width(of: origin.name))
            }
        }
    }

    /// The prefix, with a blank at its end. In colour, the bar of standard error is red.
    func prefix(of origin: LogOrigin, _ stream: LogFrame.Stream) -> String {
        add(CollectionOfOne(origin))
        let (index, width) = state.withLock { ($0.names.firstIndex(of: origin.name) ?? 0, $0.width) }
        let padding = String(repeating: " ", count: max(0, width - TerminalText.width(of: origin.name)))
        let name = "\(TerminalText.line(origin.name))\(padding) "
        guard usesColor else { return "\(name)| " }
        let color = Self.colors[index % Self.colors.count]
        return "\u{1B}[\(color)m\(name)\(stream == .stderr ? "\u{1B}[31m" : "")|\u{1B}[0m "
    }

    /// Cyan, yellow, green, magenta, blue, then their bright ones; red is for errors.
    private static let colors = [36, 33, 32, 35, 34, 96, 93, 92, 95, 94]
}
