import ArgumentParser

/// What a list is narrowed to: `status=running`, `health=unhealthy`, `name=web`.
struct StatusFilter: ExpressibleByArgument, Sendable {
    /// What is compared.
    enum Key: String, CaseIterable {
        case status, health, name
    }

    let key: Key
    let value: String

    init?(argument: String) {
        guard let split = argument.firstIndex(of: "="), let key = Key(rawValue: String(argument[..<split])) else {
            return nil
        }
        self.key = key
        value = String(argument[argument.index(after: split)...])
    }

    /// Whether it is about agents that do not run, which lists leave out otherwise.
    var asksForStopped: Bool { key == .status && value != "running" }
}

extension [StatusFilter] {
    /// Whether a container has the state that is asked for, and a name or an agent's name that holds the text that is asked for.
    func allow(state: String, name: String, agent: String) -> Bool {
        allow(.status) { $0 == state } && allow(.name) { name.contains($0) || agent.contains($0) }
    }

    /// Whether an agent's health begins with the word that is asked for.
    func allow(health: String) -> Bool { allow(.health) { health.hasPrefix($0) } }

    /// Of several values for one key, any may hold.
    private func allow(_ key: StatusFilter.Key, _ holds: (String) -> Bool) -> Bool {
        let wanted = filter { $0.key == key }
        return wanted.isEmpty || wanted.contains { holds($0.value) }
    }
}

/// `--format`, as other tools have it.
struct ListFormat: ExpressibleByArgument, Sendable, Equatable {
    static let json = ListFormat(isJSON: true)

    private let isJSON: Bool

    private init(isJSON: Bool) { self.isJSON = isJSON }

    init?(argument: String) {
        guard argument == "json" || argument == "table" else { return nil }
        isJSON = argument == "json"
    }

    static var allValueStrings: [String] { ["table", "json"] }
    static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }
}
