import Synchronization

/// What one run created, or may have created, in the order of the calls. An entry is written before its call, because a call
/// can be carried out while its answer is lost.
final class RunLedger: Sendable {
    enum Entry: Sendable, Hashable {
        case container(name: String)
        case network(name: String)
        case volume(name: String)
        case files(RunFiles)
    }

    private let state = Mutex<[Entry]>([])

    var entries: [Entry] { state.withLock { $0 } }
    var isEmpty: Bool { entries.isEmpty }

    func record(_ entry: Entry) { state.withLock { $0.append(entry) } }
}
