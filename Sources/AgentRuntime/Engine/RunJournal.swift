import Synchronization

/// What this process has created on an engine and on this host and not removed yet, so that a process that has to end
/// at once can say what it leaves behind.
public final class RunJournal: Sendable {
    /// Something that was created.
    public enum Entry: Sendable, Hashable {
        /// A container, by its name.
        case container(String)
        /// A network, by its name.
        case network(String)
        /// A volume, by its name.
        case volume(String)
        /// A folder of this host, by its path.
        case folder(String)
    }

    private let state = Mutex<[Entry]>([])

    /// An empty journal.
    public init() {}

    /// What is there, oldest first.
    public var entries: [Entry] { state.withLock(\.self) }

    func record(_ entry: Entry) {
        state.withLock { if !$0.contains(entry) { $0.append(entry) } }
    }

    /// Forgets what is gone.
    public func forget(_ entry: Entry) {
        state.withLock { $0.removeAll { $0 == entry } }
    }
}

extension RunJournal.Entry: LosslessStringConvertible {
    /// What it is and its name: `container shop-hello-1`, `network shop_agents`.
    public var description: String {
        switch self {
        case .container(let name): "container \(name)"
        case .network(let name): "network \(name)"
        case .volume(let name): "volume \(name)"
        case .folder(let path): "folder \(path)"
        }
    }

    /// Reads a `description`; nil when it is none.
    public init?(_ description: String) {
        guard let space = description.firstIndex(of: " ") else { return nil }
        let name = String(description[description.index(after: space)...])
        switch description[..<space] {
        case "container": self = .container(name)
        case "network": self = .network(name)
        case "volume": self = .volume(name)
        case "folder": self = .folder(name)
        default: return nil
        }
    }
}
