public import AgentRuntime
public import AgentValues

/// What a user's own build of the command line adds to it.
///
/// ```swift
/// @main struct MyRuntime: AgentRuntimeCommand {
///     static let extensions = Extensions { $0.hooks.append(NightHook()) }
/// }
/// ```
public struct Extensions: Sendable {
    /// Hooks around every run and stop, the first one outermost.
    public var hooks: [any RunHook] = []
    /// Hooks that a manifest can name with `use`; the built-in ones unless changed.
    public var namedHooks: Catalog<any RunHook> = .builtIn

    /// No extensions.
    public init() {}

    /// Extensions that `configure` fills in.
    public init(_ configure: (inout Extensions) -> Void) { configure(&self) }
}
