public import AgentManifest

/// The hooks that a manifest can name: `spec.hooks.preRun: [{use: NAME, config: …}]`.
public struct HookCatalog: Sendable {
    /// Makes a hook from its settings, an empty object where the manifest gives none; throws when they make no sense.
    public typealias Factory = @Sendable (_ config: JSONValue) throws -> any RunHook

    private var factories: [String: Factory] = [:]

    /// A catalog without hooks.
    public init() {}

    /// The maker of the hooks of that name.
    public subscript(name: String) -> Factory? {
        get { factories[name] }
        set { factories[name] = newValue }
    }

    /// The names, sorted.
    public var names: [String] { factories.keys.sorted() }
}
