import AgentRuntime
import ArgumentParser
import Glibc

/// One end of a copy, as the command line names it: `AGENT:PATH`, `AGENT/REPLICA:PATH`, a path of this host, or `-`.
///
/// A path of this host with a colon needs a `/` before it, such as `./a:b`, as for `scp` and `docker cp`.
enum CopyPlace: ExpressibleByArgument, Sendable, Hashable {
    /// A path in an agent's container; seen from `/` when it does not begin there.
    case agent(AgentReference, path: String)
    /// A path of this host.
    case local(String)
    /// A tar archive on standard input or standard output.
    case archive

    init?(argument: String) {
        if argument.isEmpty { return nil }
        if argument == "-" {
            self = .archive
        } else if let colon = argument.firstIndex(of: ":"), !argument.hasPrefix("/"), !argument.hasPrefix(".") {
            let path = argument[argument.index(after: colon)...]
            guard let reference = AgentReference(argument: String(argument[..<colon])), !path.isEmpty else {
                return nil
            }
            self = .agent(reference, path: String(path))
        } else {
            self = .local(argument)
        }
    }

    static var defaultCompletionKind: CompletionKind { .custom(complete) }

    /// The agents of the project, each with the colon that a path follows.
    @Sendable private static func complete(_ words: [String], _ index: Int, _ prefix: String) async -> [String] {
        guard !prefix.contains(":"), !prefix.hasPrefix("/"), !prefix.hasPrefix(".") else { return [] }
        return await AgentCompletion.complete(words, index, prefix).map { "\($0):" }
    }
}

/// A path that is copied from or to, in a container or on this host.
struct CopyPath: Sendable, Hashable {
    /// It, absolute, without empty parts, `.` and a `/` at its end.
    let absolute: String
    /// Whether it ends in `/`, so that it can only be a folder.
    let mustBeFolder: Bool
    /// Whether it ends in `/.`: what is in the folder is meant, not the folder.
    let meansContent: Bool

    /// A path of a container, seen from `/`; `..` leads to the part before it, as engines take it.
    init(inContainer text: String) {
        var parts: [Substring] = []
        for part in text.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        self.init(text, absolute: "/" + parts.joined(separator: "/"))
    }

    /// A path of this host, seen from a folder.
    init(_ text: String, from current: String) {
        let path = text.hasPrefix("/") ? text : "\(current)/\(text)"
        self.init(text, absolute: "/" + path.split(separator: "/").filter { $0 != "." }.joined(separator: "/"))
    }

    /// What a path of this host leads to, links followed; nil, with `errno`, as `realpath(3)` says.
    init?(resolving path: String) {
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
    var name: String { absolute.split(separator: "/").last.map(String.init) ?? "" }

    /// The folder above it.
    var parent: String { "/" + absolute.split(separator: "/").dropLast().joined(separator: "/") }
}
