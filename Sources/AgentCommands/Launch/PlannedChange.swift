import AgentOrchestrator
import AgentRuntime
import Diagnostics

/// What `up` would do about one replica. Its JSON is part of the result of `plan`.
struct PlannedChange: Sendable, Encodable {
    enum Action: String, Sendable, Encodable {
        case keep, create, recreate, remove

        /// As in a diff.
        var mark: String {
            switch self {
            case .keep: "="
            case .create: "+"
            case .recreate: "~"
            case .remove: "-"
            }
        }
    }

    var agent: String
    var replica: Int
    var action: Action
    /// Why what is there cannot stay.
    var reason: String?
    /// The container that is there.
    var container: String?
    private let displayName: String

    private enum CodingKeys: CodingKey {
        case agent, replica, action, reason, container
    }

    init(_ step: Reconciliation.Step) {
        agent = step.agent
        replica = step.replica
        displayName = step.displayName
        container = step.found?.container.name
        switch step.action {
        case .keep: action = .keep
        case .create: action = .create
        case .recreate(let why): (action, reason) = (.recreate, why)
        case .remove(let why): (action, reason) = (.remove, why)
        }
    }

    /// The changes as lines of a diff, and how many there are of each kind.
    static func text(_ changes: [PlannedChange]) -> String {
        let width = changes.map { TerminalText.width(of: $0.displayName) }.max() ?? 0
        let lines = changes.map { change in
            let padding = String(repeating: " ", count: width - TerminalText.width(of: change.displayName))
            let reason = change.reason.map { "  \($0)" } ?? ""
            return TerminalText.line(
                "\(change.action.mark) \(change.displayName)\(padding)  \(change.action.rawValue)\(reason)")
        }
        let counts = Dictionary(grouping: changes, by: \.action).mapValues(\.count)
        let total = [Action.create, .recreate, .remove, .keep].compactMap { action in
            counts[action].map { "\($0) to \(action.rawValue)" }
        }
        return (lines + [total.isEmpty ? "nothing is wanted, and nothing is there" : total.joined(separator: ", ")])
            .joined(separator: "\n") + "\n"
    }
}
