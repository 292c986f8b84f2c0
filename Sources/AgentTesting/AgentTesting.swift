// AgentTesting
