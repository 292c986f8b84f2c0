public import AgentValues

extension Catalog<any RunHook> {
    /// The hooks that come with this package: `audit`, `bind-check`, `image-policy`, `limits`, `notify`, `port-check`.
    public static var builtIn: Self {
        var catalog = Self(of: "hook")
        catalog[AuditHook.hookName] = { try AuditHook(config: $0) }
        catalog[BindCheckHook.hookName] = { try BindCheckHook(config: $0) }
        catalog[ImagePolicyHook.hookName] = { try ImagePolicyHook(config: $0) }
        catalog[LimitsHook.hookName] = { try LimitsHook(config: $0) }
        catalog[NotifyHook.hookName] = { try NotifyHook(config: $0) }
        catalog[PortCheckHook.hookName] = { try PortCheckHook(config: $0) }
        return catalog
    }
}
