/// What is known of a folder for making its Dockerfile: a pure value, filled by ``ImageBuildPlanner``.
public struct FolderContents: Sendable, Hashable {
    /// The files, by their paths relative to the folder with `/` between the segments.
    public var files: Set<String>
    /// The texts of those that had to be looked into.
    public var texts: [String: String]

    /// Creates contents.
    public init(files: Set<String> = [], texts: [String: String] = [:]) {
        self.files = files
        self.texts = texts
    }

    /// The files of the folder itself, not of those in it, whose names match `pattern` (`*`, `?`, `[…]`); sorted.
    func names(matching pattern: String) -> [String] {
        guard let compiled = try? IgnorePattern(pattern) else { return [] }
        return files.filter { !$0.contains("/") && compiled.matches(Array($0.unicodeScalars)) }.sorted()
    }
}
