/// What the failure of a hook means. A denial (``RunDenied``) always ends the run.
public enum HookFailureMode: String, Sendable, Hashable, Codable, CaseIterable {
    /// The run fails and is taken back.
    case fail
    /// People are warned, and the run goes on without what the hook wanted.
    case warn
}
