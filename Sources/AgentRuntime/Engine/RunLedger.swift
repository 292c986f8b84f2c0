import EngineAPI
import Synchronization

/// What one run created, or may have created, in the order of the calls. An entry is made before its call, because an
/// engine can carry a call out although its answer is lost.
final class RunLedger: Sendable {
    enum Entry: Sendable, Hashable {
        case container(name: String)
        case network(name: String)
        case volume(name: String)
        case files(RunFiles)
        case secrets(SecretFiles)

        /// Whether it is on this host, and mounted into the container.
        var isOnHost: Bool {
            switch self {
            case .files, .secrets: true
            case .container, .network, .volume: false
            }
        }

        /// The same in the journal.
        var inJournal: RunJournal.Entry {
            switch self {
            case .container(let name): .container(name)
            case .network(let name): .network(name)
            case .volume(let name): .volume(name)
            case .files(let files): .folder(files.folder)
            case .secrets(let files): .folder(files.folder)
            }
        }
    }

    private struct State {
        var entries: [Entry] = []
        var doubtful: Set<Entry> = []
        /// Files that say what is being created, for the next command in case this process is killed.
        var notes: [Entry: BegunCreations.Note] = [:]
    }

    private let state = Mutex(State())
    private let journal: RunJournal
    private let begun: BegunCreations

    /// - Parameters:
    ///   - journal: gets every entry too.
    ///   - begun: where what is being created is written down.
    init(journal: RunJournal, begun: BegunCreations) {
        self.journal = journal
        self.begun = begun
    }

    var entries: [Entry] { state.withLock(\.entries) }
    var isEmpty: Bool { entries.isEmpty }

    func record(_ entry: Entry) {
        state.withLock { if !$0.entries.contains(entry) { $0.entries.append(entry) } }
        journal.record(entry.inJournal)
    }

    /// Makes the call that creates an entry's object. When its outcome is unknown, the entry is in doubt.
    func creating<Value>(_ entry: Entry, _ call: () async throws -> Value) async throws -> Value {
        record(entry)
        if let note = begun.begin(entry.inJournal) { state.withLock { $0.notes[entry] = note } }
        do {
            let value = try await call()
            state.withLock { $0.notes[entry] = nil }
            return value
        } catch {
            state.withLock { state in
                if (error as? EngineError)?.leavesDoubt == true {
                    state.doubtful.insert(entry)
                } else {
                    state.notes[entry] = nil
                }
            }
            throw error
        }
    }

    /// Whether the object may still come into being.
    func isInDoubt(_ entry: Entry) -> Bool { state.withLock { $0.doubtful.contains(entry) } }

    /// Notes that something is gone.
    func tookBack(_ entry: Entry) {
        journal.forget(entry.inJournal)
        state.withLock { $0.notes[entry] = nil }
    }
}
