import Synchronization

/// What this process created on an engine and on this host and has not removed, for the last words of a process that is made
/// to end at once.
public final class RunJournal: Sendable {
    private let state = Mutex<[String]>([])

    /// An empty journal.
    public init() {}

    /// What is there, oldest first: `container shop-hello-1`, `network shop_agents`.
    public var entries: [String] { state.withLock { $0 } }

    func record(_ entry: String) {
        state.withLock { if !$0.contains(entry) { $0.append(entry) } }
    }

    /// Forgets what is gone.
    public func forget(_ entry: String) {
        state.withLock { $0.removeAll { $0 == entry } }
    }
}
