extension RunContext {
    /// What tells a hook's program about the run, as environment variables.
    func variables(hook: String, phase: String, container: ContainerID?) -> [String: String] {
        var variables = [
            "AAC_HOOK": hook, "AAC_HOOK_PHASE": phase, "AAC_PROJECT": project, "AAC_AGENT": agent, "AAC_RUN_ID": run,
        ]
        variables["AAC_CONTAINER_ID"] = container?.rawValue
        if isPlan { variables["AAC_PLAN"] = "1" }
        return variables
    }
}
