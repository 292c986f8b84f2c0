// AgentCommands
