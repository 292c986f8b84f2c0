import AgentValues

/// What the value of a key looks like, for people's editors. The reader knows more; what a schema cannot say is left to it.
struct KeyShape: Sendable {
    /// The kinds of values.
    indirect enum Kind: Sendable {
        /// Text or a number as written, never empty.
        case text
        /// A number as written, not negative.
        case number
        /// Text that matches a pattern (ECMA-262, as JSON Schema has them).
        case matching(String)
        /// One of the schema's own definitions.
        case defined(ManifestSchema.Definition)
        /// One of these words.
        case words([String])
        /// A whole number.
        case integer(ClosedRange<Int>)
        /// A list of such values; none of its items may be nothing.
        case list(Kind)
        /// One of several kinds.
        case either([Kind])
        /// A mapping of the user's own names to scalars.
        case texts(names: String?)
        /// A mapping of the user's own.
        case free
        /// Whatever can be written.
        case anything
        /// Nothing may be written.
        case nothing
        /// A mapping whose keys stand in the table.
        case keys
        /// A list of mappings whose keys stand in the table; a kind for items in a shorter form, where there is one.
        case items(orElse: Kind?)

        /// Whether it is a list of mappings, or may be one.
        var isList: Bool {
            switch self {
            case .items: true
            case .either(let kinds): kinds.contains(where: \.isList)
            default: false
            }
        }
    }

    var kind: Kind
    /// What the key means, in a sentence or two.
    var description: String
    /// What counts where nothing is written.
    var defaultValue: JSONValue?
    /// Whether the key must be written.
    var isRequired: Bool

    init(_ kind: Kind, _ description: String, default value: JSONValue? = nil, isRequired: Bool = false) {
        self.kind = kind
        self.description = description
        defaultValue = value
        self.isRequired = isRequired
    }
}
