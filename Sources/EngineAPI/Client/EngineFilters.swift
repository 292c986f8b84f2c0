/// What a list, prune or event stream is narrowed to: names of filters with the values that each accepts.
///
/// Values of one filter are alternatives (labels: all of them must match); different filters must all match.
public struct EngineFilters: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    /// Filter name to values, as the endpoint documents them.
    public private(set) var values: [String: [String]]

    /// No filter.
    public init() { values = [:] }

    /// Filters by name, such as `["label": ["a=b"], "status": ["running"]]`.
    public init(dictionaryLiteral elements: (String, [String])...) {
        values = Dictionary(elements, uniquingKeysWith: +)
    }

    /// Only objects that carry all these labels with these values.
    public static func labels(_ labels: [String: String]) -> EngineFilters {
        var filters = EngineFilters()
        for (name, value) in labels.sorted(by: { $0.key < $1.key }) { filters.add("label", "\(name)=\(value)") }
        return filters
    }

    /// Adds a value to a filter.
    public mutating func add(_ name: String, _ value: String) { values[name, default: []].append(value) }

    /// These filters with one more value.
    public func adding(_ name: String, _ value: String) -> EngineFilters {
        var copy = self
        copy.add(name, value)
        return copy
    }
}
