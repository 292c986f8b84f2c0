/// The content of a folder as a tar archive, read while it is sent: memory stays the same whatever its size.
///
/// Entries come in the order of their names, so that the same folder gives the same archive. Owners are root, links stay
/// links and are never followed, sockets, pipes and devices are left out with a remark. Files are read on a thread of
/// their own, a chunk when one is asked for: a slow receiver slows the reading.
public struct BuildContext: AsyncSequence, Sendable {
    /// A part of the archive; at most a few hundred kilobytes.
    public typealias Element = [UInt8]
    /// ``BuildError``, or `CancellationError`.
    public typealias Failure = any Error

    /// What becomes of the permission bits.
    public enum Modes: Sendable, Hashable {
        /// They stay as they are.
        case kept
        /// Folders 755, files 644, or 755 where somebody may execute them: what was private on the host can still be read
        /// by the image's user, and the engine's cache does not depend on the host's umask.
        case readable
    }

    /// The absolute path of the folder.
    public var folder: String
    /// What is left out.
    public var rules: IgnoreRules
    /// The only entries that are sent, by their paths in the folder, with what is below them and the folders above them; nil: all.
    public var paths: Set<String>?
    /// Files sent in place of, or beside, those of the folder.
    public var extraFiles: [ImageBuildPlan.GeneratedFile]
    /// What becomes of the permission bits.
    public var modes: Modes
    /// Whether the archive begins with an entry for the folder itself, because BuildKit takes an archive for a Dockerfile where
    /// its first header is an extended one.
    public var beginsWithFolder = false
    /// Takes note of what the archive holds; nil where nobody asks.
    var digest: ContextDigest?
    /// Told of what is not sent though no rule says so.
    public var note: @Sendable (String) -> Void

    /// Describes an archive; nothing is read yet.
    public init(
        folder: String, rules: IgnoreRules = IgnoreRules(), paths: Set<String>? = nil,
        extraFiles: [ImageBuildPlan.GeneratedFile] = [],
        modes: Modes = .kept, note: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.folder = folder
        self.rules = rules
        self.paths = paths
        self.extraFiles = extraFiles
        self.modes = modes
        self.note = note
    }

    /// Begins an archive; each iterator reads the folder anew.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(reader: ContextReader(self)) }

    /// Reads the archive chunk by chunk.
    public struct AsyncIterator: AsyncIteratorProtocol {
        let reader: ContextReader

        /// The next chunk; nil after the last.
        public mutating func next() async throws -> [UInt8]? {
            try Task.checkCancellation()
            return try await reader.next()
        }
    }
}
