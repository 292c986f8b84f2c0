/// The name of an image as people write it, taken apart and completed as Docker does: `python:3.11` is
/// `docker.io/library/python:3.11`.
///
/// The grammar is that of the distribution project: `[registry/]path[:tag][@digest]`.
public struct ImageReference: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The registry's host, with its port if it has one; `docker.io` when none was written.
    public var registry: String
    /// The path within the registry, such as `library/python`.
    public var repository: String
    /// The tag, where one was written.
    public var tag: String?
    /// The content's digest, `sha256:…`, where one was written.
    public var digest: String?

    /// The registry that is meant where none is written.
    public static let defaultRegistry = "docker.io"

    /// Parses a reference.
    /// - Throws: ``EngineError`` with code `invalidReference`, which says what is wrong.
    public init(_ text: String) throws {
        var rest = Substring(text)
        if let at = rest.lastIndex(of: "@") {
            let digest = rest[rest.index(after: at)...]
            guard Self.isDigest(digest) else { throw Self.invalid(text, "what follows '@' is not a digest") }
            self.digest = String(digest)
            rest = rest[..<at]
        }
        if let colon = rest.lastIndex(of: ":"), !rest[colon...].contains("/") {
            let tag = rest[rest.index(after: colon)...]
            guard Self.isTag(tag) else { throw Self.invalid(text, "what follows ':' is not a tag") }
            self.tag = String(tag)
            rest = rest[..<colon]
        }
        (registry, repository) = Self.completed(rest)
        guard !repository.isEmpty, repository.utf8.count <= 255 else {
            throw Self.invalid(text, repository.isEmpty ? "it names no repository" : "it is longer than 255 bytes")
        }
        guard Self.isHost(registry) else { throw Self.invalid(text, "'\(registry)' is not a registry's host") }
        for component in repository.split(separator: "/", omittingEmptySubsequences: false) {
            if Self.isComponent(component) { continue }
            let isCapital = component.contains { $0.isUppercase }
            throw Self.invalid(
                text, isCapital ? "repositories are written in lower case" : "'\(component)' is not a part of a name")
        }
        guard !Self.isIdentifier(repository, of: text) else { throw Self.invalid(text, "it is an id, not a name") }
    }

    /// Decodes and parses a text.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        do { try self.init(try container.decode(String.self)) } catch let error as EngineError {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: error.summary)
        }
    }

    /// Encodes ``description``.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    /// Registry and repository, `docker.io/library/python`.
    public var name: String { "\(registry)/\(repository)" }

    /// The whole reference, `docker.io/library/python:3.11`.
    public var description: String { name + suffix }

    /// The shortest way to write it, `python:3.11`.
    public var familiarName: String {
        guard registry == Self.defaultRegistry else { return description }
        let library = "library/"
        let short = repository.hasPrefix(library) ? String(repository.dropFirst(library.count)) : repository
        return short + suffix
    }

    /// This one, with the tag `latest` when it has neither tag nor digest.
    public var withDefaultTag: ImageReference {
        var copy = self
        if tag == nil, digest == nil { copy.tag = "latest" }
        return copy
    }

    /// Whether its registry is this very machine, with which engines may speak plain HTTP.
    var isOnLoopback: Bool {
        let host = registry.hasPrefix("[") ? "\(registry.prefix { $0 != "]" })]" : String(registry.prefix { $0 != ":" })
        return host == "localhost" || host == "[::1]" || host.hasPrefix("127.")
    }

    private var suffix: String { (tag.map { ":\($0)" } ?? "") + (digest.map { "@\($0)" } ?? "") }

    /// The first part is a registry when it looks like a host: with a dot, a port, a capital, or `localhost`.
    private static func completed(_ name: Substring) -> (registry: String, repository: String) {
        let parts = name.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2, let host = parts.first, let path = parts.last,
            host == "localhost" || host.contains(where: { $0 == "." || $0 == ":" || $0.isUppercase })
        {
            let isDefault = host == "index.docker.io" || host == defaultRegistry
            let registry = isDefault ? defaultRegistry : String(host)
            return (registry, isDefault && !path.contains("/") ? "library/\(path)" : String(path))
        }
        return (defaultRegistry, parts.count == 1 && !name.isEmpty ? "library/\(name)" : String(name))
    }
}
