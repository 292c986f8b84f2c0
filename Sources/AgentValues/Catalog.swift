/// Factories by name: what a manifest can ask for with a name and settings, such as a hook with `{use: NAME, config: …}`.
public struct Catalog<Product>: Sendable {
    /// Makes a product from its settings, an empty object where none are given; throws when they make no sense.
    public typealias Factory = @Sendable (_ config: JSONValue) throws -> Product

    /// The word for one product in messages, such as `hook`; its plural gets an `s`.
    public let kind: String
    private var factories: [String: Factory] = [:]

    /// A catalog without products.
    /// - Parameter kind: the word for one product in messages, such as `hook`; its plural gets an `s`.
    public init(of kind: String) { self.kind = kind }

    /// The factory of that name.
    public subscript(name: String) -> Factory? {
        get { factories[name] }
        set { factories[name] = newValue }
    }

    /// The names, sorted.
    public var names: [String] { factories.keys.sorted() }

    /// Makes the product of that name.
    /// - Throws: ``CatalogError``, for a name that is not registered and for settings that the factory refuses.
    public func make(_ name: String, config: JSONValue = [:]) throws(CatalogError) -> Product {
        guard let factory = factories[name] else { throw .unknown(kind, name, among: names) }
        do { return try factory(config) } catch { throw .refused(kind, name, error) }
    }
}
