import Glibc

/// The folders of this host that can hold what we keep as long as containers live: sockets, locks, the files of containers.
package enum OwnFolders {
    private static let name = "aac-runtime"

    /// For root.
    package static let ofRoot = "/run/\(name)"

    /// For a user with a session (XDG Base Directory Specification); nil where there is none.
    package static func ofSession(_ environment: [String: String]) -> String? {
        environment["XDG_RUNTIME_DIR"].flatMap { $0.hasPrefix("/") ? "\($0)/\(name)" : nil }
    }

    /// For a user without a session.
    package static var ofUser: String { "/tmp/\(name)-\(getuid())" }

    /// For what must not reach a disk, where the others are on one.
    package static var inMemory: String { "/dev/shm/\(name)-\(getuid())" }

    /// All of them, each once.
    package static func all(_ environment: [String: String]) -> [String] {
        [ofRoot, ofUser, inMemory] + [ofSession(environment)].compactMap(\.self).filter { $0 != ofRoot }
    }

    /// Whether a folder's name is that of one of them.
    static func isNamed(_ folder: some StringProtocol) -> Bool { folder == name || folder.hasPrefix("\(name)-") }
}
