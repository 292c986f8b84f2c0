/// A folder or file that the container sees at `target`.
public struct VolumeMount: Sendable, Hashable, Codable {
    /// What is mounted.
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// A folder or file of the host.
        case bind
        /// A named volume of the engine; an unnamed one where `source` is empty.
        case volume
        /// An empty file system in memory.
        case tmpfs
    }

    /// What is mounted.
    public var kind: Kind
    /// The absolute path on the host, or the volume's name; empty for `tmpfs`.
    public var source: String
    /// The absolute path in the container.
    public var target: String
    /// Whether the container can only read it.
    public var readOnly: Bool
    /// The upper bound of a `tmpfs` in bytes; nil leaves it to the memory limit.
    public var size: Int64?
    /// The reasons why this mount is allowed although the policy refuses it; empty: it is not.
    public var allowUnsafe: [String]
    /// The absolute path of the folder that a `bind` must be or lie beneath, without links: the manifest's, or the one that the command
    /// was given in. nil: no folder vouches for it.
    public var root: String?

    /// Creates a mount.
    public init(
        _ kind: Kind, source: String = "", target: String, readOnly: Bool = false, size: Int64? = nil,
        allowUnsafe: [String] = [], root: String? = nil
    ) {
        self.kind = kind
        self.source = source
        self.target = target
        self.readOnly = readOnly
        self.size = size
        self.allowUnsafe = allowUnsafe
        self.root = root
    }

    /// Parses `SOURCE:TARGET` or `SOURCE:TARGET:ro` as `docker run -v` does: a source that starts with `/`, `.` or `~` is a path
    /// of the host (relative to `directory`, which is its root), any other the name of a volume; `TARGET` alone is an unnamed volume.
    ///
    /// - Returns: nil when the text has another form or the target is not absolute.
    public init?(parsing text: String, directory: String, home: String?) {
        var fields = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        var readOnly = false
        if fields.count == 3 {
            guard fields[2] == "ro" || fields[2] == "rw" else { return nil }
            readOnly = fields.removeLast() == "ro"
        }
        guard let target = fields.last, target.hasPrefix("/"), fields.count <= 2, !fields[0].isEmpty else { return nil }
        guard fields.count == 2 else {
            self.init(.volume, target: target)
            return
        }
        let source = fields[0]
        switch source.first {
        case "/": self.init(.bind, source: source, target: target, readOnly: readOnly, root: directory)
        case ".":
            self.init(.bind, source: directory + "/" + source, target: target, readOnly: readOnly, root: directory)
        case "~":
            guard let home, source == "~" || source.hasPrefix("~/") else { return nil }
            self.init(.bind, source: home + source.dropFirst(), target: target, readOnly: readOnly, root: directory)
        default: self.init(.volume, source: source, target: target, readOnly: readOnly)
        }
    }
}
