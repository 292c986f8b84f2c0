/// What a run did.
public struct RunResult: Sendable, Hashable {
    /// The running, ready container.
    public var container: ContainerInfo
    /// What it was made from, after every hook.
    public var options: RunOptions
    /// What each hook changed about the options, in the order in which the hooks were called.
    public var changes: [HookChanges]

    /// Creates a result.
    public init(_ container: ContainerInfo, options: RunOptions, changes: [HookChanges] = []) {
        self.container = container
        self.options = options
        self.changes = changes
    }
}
