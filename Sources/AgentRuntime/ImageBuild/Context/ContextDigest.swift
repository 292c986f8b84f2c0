import Synchronization

/// The digest of what a ``BuildContext`` holds: paths, modes, links and contents, but not times, since no builder looks at these
/// before it takes a step from its cache.
final class ContextDigest: Sendable {
    private struct State {
        var hash = SHA256()
        var isFinished = false
    }

    private let state = Mutex(State())

    /// The digest; nil as long as the archive is not at its end.
    var value: String? { state.withLock { $0.isFinished ? $0.hash.hexadecimal : nil } }

    /// Takes an entry; the header says how many bytes of content follow, so that no two folders run into the same bytes.
    func add(_ header: TarHeader) {
        var header = header
        header.modified = 0
        add(header.blocks)
    }

    /// Takes the next bytes of the entry's content.
    func add(_ bytes: [UInt8]) { state.withLock { $0.hash.update(bytes) } }

    /// Takes it that there are no more entries.
    func finish() { state.withLock { $0.isFinished = true } }
}
