import Glibc

/// A path that is copied from or to, in a container or on this host.
package struct CopyPath: Sendable, Hashable {
    /// It, absolute, without empty parts, `.` and a `/` at its end.
    package let absolute: String
    /// Whether it ends in `/`, so that it can only be a folder.
    package let mustBeFolder: Bool
    /// Whether it ends in `/.`: what is in the folder is meant, not the folder.
    package let meansContent: Bool

    /// A path of a container, seen from `/`; `..` leads to the part before it, as engines take it.
    package init(inContainer text: String) {
        var parts: [Substring] = []
        for part in text.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        self.init(text, absolute: "/" + parts.joined(separator: "/"))
    }

    /// A path of this host, seen from a folder.
    package init(_ text: String, from current: String) {
        let path = text.hasPrefix("/") ? text : "\(current)/\(text)"
        self.init(text, absolute: "/" + path.split(separator: "/").filter { $0 != "." }.joined(separator: "/"))
    }

    /// What a path of this host leads to, links followed; nil, with `errno`, as `realpath(3)` says.
    package init?(resolving path: String) {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        self.init(String(cString: real), from: "/")
    }

    private init(_ text: String, absolute: String) {
        self.absolute = absolute
        meansContent = absolute == "/" || text == "." || text.hasSuffix("/.")
        mustBeFolder = meansContent || text.hasSuffix("/") || text == ".." || text.hasSuffix("/..")
    }

    /// Its last part; empty for `/`.
    package var name: String { absolute.split(separator: "/").last.map(String.init) ?? "" }

    /// The folder above it.
    package var parent: String { "/" + absolute.split(separator: "/").dropLast().joined(separator: "/") }
}
