import EngineAPI

/// Says why an engine refused to start a container, from what is known of it and never from its words.
struct StartFailure: Sendable {
    let engine: EngineClient
    let options: RunOptions
    let refusal: EngineError

    /// The agent's own command is no reason: the launcher looks for that, and says so itself.
    func explain() async -> RunError {
        RunError(
            .startRefused, agent: options.identity.agent, "the engine refused to start the container",
            details: refusal.words, hint: await portHint())
    }

    /// Which of the wanted ports are in use; nil where none is, or where the host is another one and nobody can look.
    private func portHint() async -> String? {
        guard SharedNetwork.isShared(with: engine.address) else { return nil }
        let ports = options.ports.filter { $0.host != 0 }
        let taken = await SystemThread.run { ports.filter { !PortCheckHook.isFree($0) } }
        guard !taken.isEmpty else { return nil }
        let list = taken.map { "\($0.hostIP):\($0.host)" }.joined(separator: ", ")
        return "in use on the host: \(list); 'host: 0' takes any free port"
    }
}
