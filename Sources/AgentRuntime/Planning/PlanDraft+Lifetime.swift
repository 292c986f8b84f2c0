import AgentManifest

extension PlanDraft {
    mutating func addLifetime() {
        let ttl = planner.flags.ttl ?? manifest.lifetime.ttl
        let idle = manifest.lifetime.idle
        let origin: PlannedSetting.Origin =
            planner.flags.ttl != nil ? .flag : ttl != nil || idle != nil ? .manifest : .default
        let key = origin == .flag ? "--ttl" : "spec.lifetime"
        guard ttl != nil || idle != nil else {
            settings.append(PlannedSetting("lifetime", "unbounded", origin, key: key))
            return
        }
        let lifetime = Lifetime(ttl: ttl, idle: idle)
        options.lifetime = lifetime
        settings.append(PlannedSetting("lifetime", lifetime.description, origin, key: key))
    }
}
