// AgentManifest
