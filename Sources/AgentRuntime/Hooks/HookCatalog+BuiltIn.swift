extension HookCatalog {
    /// The hooks that come with this package.
    public static let builtIn = HookCatalog()
}
