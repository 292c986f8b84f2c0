/// The tags of the YAML 1.2 core schema, and what they may stand on.
enum YAMLTag {
    static let prefix = "tag:yaml.org,2002:"
    static let string = prefix + "str"
    static let integer = prefix + "int"
    static let float = prefix + "float"
    static let bool = prefix + "bool"
    static let null = prefix + "null"
    static let binary = prefix + "binary"
    static let timestamp = prefix + "timestamp"
    static let sequence = prefix + "seq"
    static let mapping = prefix + "map"
    static let merge = prefix + "merge"
    /// `!`: no meaning but "take it as written".
    static let nonSpecific = "!"

    static let ofScalars: Set<String> = [string, integer, float, bool, null, binary, timestamp, nonSpecific]
    static let ofSequences: Set<String> = [sequence, nonSpecific]
    static let ofMappings: Set<String> = [mapping, nonSpecific]

    /// The tag as a user writes it: `!!str`.
    static func written(_ tag: String) -> String {
        tag.hasPrefix(prefix) ? "!!" + tag.dropFirst(prefix.count) : tag
    }
}
