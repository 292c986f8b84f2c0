import Synchronization

/// What this process has created on an engine and on this host and not removed yet, so that a process that has to end
/// at once can say what it leaves behind.
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
