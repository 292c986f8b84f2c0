/// Some entries of a folder, with what is below them and the folders above them.
struct PathSelection: Sendable {
    private let paths: Set<String>
    private let parents: Set<String>

    /// - Parameter paths: relative to the folder, with `/` between the segments.
    init(_ paths: Set<String>) {
        self.paths = paths
        parents = Set(paths.flatMap { Self.parents(of: $0) })
    }

    /// Whether `path` is selected, is below what is, or is a folder above it.
    func contains(_ path: String) -> Bool {
        paths.contains(path) || parents.contains(path) || Self.parents(of: path).contains { paths.contains($0) }
    }

    private static func parents(of path: String) -> [String] {
        path.indices.filter { path[$0] == "/" }.map { String(path[..<$0]) }
    }
}
