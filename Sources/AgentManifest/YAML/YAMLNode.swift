/// A value of a YAML document with its place. Aliases share their target's storage.
struct YAMLNode {
    struct Scalar {
        var text: String
        var style: YAMLEvent.Style
    }

    struct Entry {
        var key: String
        var keyMark: SourceMark
        var value: YAMLNode
    }

    enum Content {
        case scalar(Scalar)
        case sequence([YAMLNode])
        /// Every key once, merge keys resolved.
        case mapping([Entry])
        /// Something whose mistake is already reported; readers pass over it in silence.
        case broken
    }

    var content: Content
    /// The tag as libyaml resolved it, such as `tag:yaml.org,2002:str`; nil when none is written.
    var tag: String?
    var mark: SourceMark
    /// What an alias to this value adds, in bytes.
    var weight: Int
    /// How many levels of lists and mappings lie below and at this value.
    var height: Int

    static func broken(at mark: SourceMark) -> YAMLNode {
        YAMLNode(content: .broken, tag: nil, mark: mark, weight: 0, height: 0)
    }

    static func scalar(_ text: String, style: YAMLEvent.Style, tag: String?, mark: SourceMark) -> YAMLNode {
        YAMLNode(
            content: .scalar(Scalar(text: text, style: style)), tag: tag, mark: mark, weight: 16 + text.utf8.count,
            height: 0)
    }

    static func sequence(_ items: [YAMLNode], tag: String?, mark: SourceMark) -> YAMLNode {
        YAMLNode(
            content: .sequence(items), tag: tag, mark: mark, weight: items.reduce(16) { $0 + $1.weight },
            height: 1 + (items.map(\.height).max() ?? 0))
    }

    static func mapping(_ entries: [Entry], tag: String?, mark: SourceMark) -> YAMLNode {
        YAMLNode(
            content: .mapping(entries), tag: tag, mark: mark,
            weight: entries.reduce(16) { $0 + 16 + $1.key.utf8.count + $1.value.weight },
            height: 1 + (entries.map(\.value.height).max() ?? 0))
    }
}
