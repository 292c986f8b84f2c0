import AgentValues

/// One key of the format: its name, what this version does with it, what editors are told of it, and the keys below it.
struct KeyDeclaration: Sendable {
    var name: String
    /// Nil for a key of the format's drafts, which is not looked into.
    var shape: KeyShape?
    var support: Support
    /// The keys of the mapping, or of each mapping of the list; none where nothing below is looked into.
    var keys: [KeyDeclaration]

    /// Whether ``keys`` are those of a list's items.
    var isList: Bool { shape?.kind.isList ?? false }

    init(
        _ name: String, _ kind: KeyShape.Kind, _ description: String, default value: JSONValue? = nil,
        isRequired: Bool = false, support: Support = .applied, keys: [KeyDeclaration] = []
    ) {
        self.name = name
        shape = KeyShape(kind, description, default: value, isRequired: isRequired)
        self.support = support
        self.keys = keys
    }

    private init(draft name: String, hint: String?) {
        self.name = name
        support = .draft(hint)
        keys = []
    }

    /// A key that must be written.
    static func required(
        _ name: String, _ kind: KeyShape.Kind, _ description: String, keys: [KeyDeclaration] = []
    ) -> KeyDeclaration {
        KeyDeclaration(name, kind, description, isRequired: true, keys: keys)
    }

    /// A key of the format's drafts.
    static func draft(_ name: String, _ hint: String? = nil) -> KeyDeclaration {
        KeyDeclaration(draft: name, hint: hint)
    }

    /// What this version does with a key.
    enum Support: Sendable {
        /// It is acted on.
        case applied
        /// It is typed and checked but not acted on, nor is anything below it: a warning says what that means.
        /// `{name}` stands for the value of the neighbouring key `name`.
        case pending(String)
        /// As `pending`, for some values only.
        case pendingIf(Condition, String)
        /// A key of the format's drafts: it earns a warning and is not looked into.
        case draft(String?)
    }

    /// Which values of a key are not acted on.
    enum Condition: Sendable {
        case isOneOf(Set<String>)
        case isNot(String)

        func holds(for text: String) -> Bool {
            switch self {
            case .isOneOf(let words): words.contains(text)
            case .isNot(let word): text != word
            }
        }
    }
}
