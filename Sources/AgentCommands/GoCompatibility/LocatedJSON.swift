/// A JSON value (RFC 8259) that knows where it stands.
struct LocatedJSON: Sendable {
    /// A place in the text; both numbers count from 1, the column in Unicode scalars.
    struct Place: Sendable, Hashable {
        var line = 1
        var column = 1
    }

    /// One member of an object; a key may stand there several times.
    struct Member: Sendable {
        var key: String
        var place: Place
        var value: LocatedJSON
    }

    /// What the value is.
    enum Content: Sendable {
        case null
        case bool(Bool)
        case number
        case string(String)
        case array([LocatedJSON])
        case object([Member])
    }

    var content: Content
    var place: Place

    /// The kind of the value, with its article.
    var kind: String {
        switch content {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "a list"
        case .object: "an object"
        }
    }
}
