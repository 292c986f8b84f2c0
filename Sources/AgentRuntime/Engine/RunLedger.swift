import Synchronization

/// What one run created, or may have created, in the order of the calls. An entry is written before its call, because a call
/// can be carried out while its answer is lost.
final class RunLedger: Sendable {
    enum Entry: Sendable, Hashable, CustomStringConvertible {
        case container(name: String)
        case network(name: String)
        case volume(name: String)
        case files(RunFiles)

        var description: String {
            switch self {
            case .container(let name): "container \(name)"
            case .network(let name): "network \(name)"
            case .volume(let name): "volume \(name)"
            case .files(let files): "folder \(files.folder)"
            }
        }
    }

    private let state = Mutex<[Entry]>([])
    private let journal: RunJournal

    /// - Parameter journal: gets every entry too.
    init(journal: RunJournal) { self.journal = journal }

    var entries: [Entry] { state.withLock { $0 } }
    var isEmpty: Bool { entries.isEmpty }

    func record(_ entry: Entry) {
        state.withLock { $0.append(entry) }
        journal.record("\(entry)")
    }

    /// Notes that something is gone.
    func tookBack(_ entry: Entry) { journal.forget("\(entry)") }
}
