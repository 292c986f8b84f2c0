import AgentCommands

/// The `aac-runtime` command. Everything it does is in the library, so that others can build their own from it.
@main struct Program: AgentRuntimeCommand {}
