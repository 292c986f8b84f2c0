/// The members of a JSON object in their written order; each key appears once.
public struct JSONObject: Sendable {
    /// One key with its value.
    public struct Member: Sendable, Hashable {
        /// The key.
        public let key: String
        /// The value.
        public var value: JSONValue
    }

    /// The members in order.
    public private(set) var members: [Member] = []
    private var index: [String: Int] = [:]

    /// An object without members.
    public init() {}

    /// The keys in order.
    public var keys: [String] { members.map(\.key) }

    /// The value of `key`. Setting nil removes the member; a new key goes to the end.
    public subscript(key: String) -> JSONValue? {
        get { index[key].map { members[$0].value } }
        set {
            if let place = index[key] {
                if let newValue {
                    members[place].value = newValue
                } else {
                    members.remove(at: place)
                    index = Dictionary(uniqueKeysWithValues: members.enumerated().map { ($0.element.key, $0.offset) })
                }
            } else if let newValue {
                index[key] = members.count
                members.append(Member(key: key, value: newValue))
            }
        }
    }
}

extension JSONObject: Hashable {
    /// Equal when the members are equal and in the same order.
    public static func == (a: JSONObject, b: JSONObject) -> Bool { a.members == b.members }
    /// Hashes the members in order.
    public func hash(into hasher: inout Hasher) { hasher.combine(members) }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// An object; a key given twice keeps its last value.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init()
        for (key, value) in elements { self[key] = value }
    }
}

extension JSONObject: Sequence {
    /// The members in order.
    public func makeIterator() -> IndexingIterator<[Member]> { members.makeIterator() }
}

extension JSONObject: CustomStringConvertible {
    /// The object as JSON, with its members in order: the same text in every process, for digests of what holds one.
    public var description: String { JSONValue.object(self).jsonText }
}
