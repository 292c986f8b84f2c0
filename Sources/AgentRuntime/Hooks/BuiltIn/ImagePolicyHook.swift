public import AgentValues
import EngineAPI

/// Which images may run: `{use: image-policy, config: {allow: [example.com/team/*, "sha256:…"], deny: ["**:latest"], requireDigest: true}}`.
///
/// A rule is a digest, compared with those that the image has on the engine and with its id, or a pattern of references: `*` is any
/// text without a slash, `**` any text, `?` one character. A pattern is compared with the short and the complete reference (`hello:1` and
/// `docker.io/library/hello:1`), one without a tag with all tags. `deny` beats `allow`; without `allow` everything else is allowed.
/// An id instead of a reference is compared with digests alone.
/// Rules about digests need an image that is on the engine already, or a reference with a digest; any other is denied.
public struct ImagePolicyHook: RunHook {
    static let hookName = "image-policy"
    /// `image-policy`.
    public let name = Self.hookName
    private let allow: [Rule]?
    private let deny: [Rule]
    private let requiresDigest: Bool

    private enum Rule: Sendable {
        case digest(String)
        case reference(GlobPattern)

        init(_ text: String) { self = text.hasPrefix("sha256:") ? .digest(text) : .reference(GlobPattern(text)) }

        var isDigest: Bool { if case .digest = self { true } else { false } }
        var text: String {
            switch self {
            case .digest(let digest): digest
            case .reference(let pattern): pattern.text
            }
        }
    }

    /// Creates a hook from rules; nil for `allow` allows all that is not denied.
    public init(allow: [String]? = nil, deny: [String] = [], requireDigest: Bool = false) {
        self.allow = allow?.map(Rule.init)
        self.deny = deny.map(Rule.init)
        requiresDigest = requireDigest
    }

    /// Creates a hook from a manifest's `config`.
    /// - Throws: ``/AgentValues/SettingsError``.
    public init(config: JSONValue) throws {
        let settings = try Settings(config, keys: ["allow", "deny", "requireDigest"])
        let lists = [("allow", try settings.texts("allow")), ("deny", try settings.texts("deny"))]
        for (key, list) in lists {
            for (index, text) in (list ?? []).enumerated() {
                let hexadecimal = text.dropFirst("sha256:".count)
                let isDigest = hexadecimal.count == 64 && hexadecimal.allSatisfy { $0.isHexDigit && !$0.isUppercase }
                guard text.isEmpty || (text.hasPrefix("sha256:") && !isDigest) else { continue }
                throw settings.error(
                    "\(key)[\(index)]", text.isEmpty ? "the rule is empty" : "'\(text)' is not a digest",
                    hint: "such as example.com/team/*, or sha256: and 64 hexadecimal digits")
            }
        }
        self.init(
            allow: lists[0].1, deny: lists[1].1 ?? [], requireDigest: try settings.bool("requireDigest") ?? false)
    }

    /// Compares the image with the rules.
    /// - Throws: ``RunDenied``.
    public func preRun(_ options: inout RunOptions, in context: RunContext) async throws {
        let image = options.image
        let reference = Self.isIdentifier(image) ? nil : try? ImageReference(image)
        if requiresDigest, reference?.digest == nil, !Self.isWholeIdentifier(image) {
            throw RunDenied(
                "the image '\(image)' is named without a digest",
                hint: "name it as \(image)@sha256:…, see 'docker images --digests'")
        }
        let names = Self.names(image, reference)
        if let rule = deny.first(where: { Self.matches($0, names) }) {
            throw RunDenied("the image '\(image)' is denied by the rule '\(rule.text)'")
        }
        let isAllowed = allow?.contains { Self.matches($0, names) } ?? true
        // Only where digests can still decide is the engine asked.
        guard deny.contains(where: \.isDigest) || (!isAllowed && allow?.contains(where: \.isDigest) == true) else {
            if !isAllowed { throw notAllowed(image) }
            return
        }
        if context.isPlan, context.engine == nil {
            return context.warn("whether '\(image)' may run is decided by its digest, when it runs")
        }
        let digests = try await digests(of: image, reference, in: context)
        guard !digests.isEmpty else {
            throw RunDenied(
                "the image '\(image)' is not on the engine yet, and its digest decides whether it may run",
                hint: "pull it first, or name it by its digest")
        }
        for case .digest(let digest) in deny where digests.contains(digest) {
            throw RunDenied("the image '\(image)' is denied by the rule '\(digest)'")
        }
        guard !isAllowed else { return }
        for case .digest(let digest) in allow ?? [] where digests.contains(digest) { return }
        throw notAllowed(image)
    }

    /// Whether engines may take the text for an image's id, or the beginning of one, before they take it for a name.
    private static func isIdentifier(_ image: String) -> Bool {
        image.hasPrefix("sha256:") || image.allSatisfy { $0.isASCII && $0.isHexDigit }
    }

    private static func isWholeIdentifier(_ image: String) -> Bool {
        isIdentifier(image) && image.split(separator: ":").last?.count == 64
    }

    private func notAllowed(_ image: String) -> RunDenied {
        let rules = (allow ?? []).map(\.text).joined(separator: ", ")
        return RunDenied(
            "the image '\(image)' is not on the list of those that may run",
            hint: rules.isEmpty ? "the list is empty" : "allowed are \(rules)")
    }

    /// The texts that a pattern is compared with.
    private static func names(_ image: String, _ reference: ImageReference?) -> (tagged: [String], bare: [String]) {
        guard var reference = reference?.withDefaultTag else { return ([image], []) }
        var tagged = [reference.description, reference.familiarName]
        reference.digest = nil
        tagged += [reference.description, reference.familiarName]
        reference.tag = nil
        return (tagged, [reference.description, reference.familiarName])
    }

    private static func matches(_ rule: Rule, _ names: (tagged: [String], bare: [String])) -> Bool {
        guard case .reference(let pattern) = rule else { return false }
        let last = pattern.text.split(separator: "/").last ?? ""
        if names.tagged.contains(where: pattern.matches) { return true }
        return !last.contains(":") && !last.contains("@") && names.bare.contains(where: pattern.matches)
    }

    private func digests(
        of image: String, _ reference: ImageReference?, in context: RunContext
    ) async throws -> Set<String> {
        var digests = Set([reference?.digest].compactMap(\.self))
        guard let inspection = try await context.engine?.image(image) else { return digests }
        digests.insert(inspection.id.hasPrefix("sha256:") ? inspection.id : "sha256:\(inspection.id)")
        for name in inspection.digests { digests.formUnion(name.split(separator: "@").dropFirst().map(String.init)) }
        return digests
    }
}
