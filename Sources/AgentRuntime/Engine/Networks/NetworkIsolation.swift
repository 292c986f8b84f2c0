import EngineAPI

/// Whether a project's network is isolated from others.
///
/// Docker keeps its bridges apart by itself. Podman does for networks with the option `isolate` (podman-network-create(1)), and
/// 4.3 forgets that option when anybody asks its compatible API for networks; so the option is looked for before a
/// start, and the firewall's rule after it.
struct NetworkIsolation: Sendable {
    let engine: EngineClient

    /// The driver's options of a network that is to be isolated.
    ///
    /// From Podman 5 on `strict` is known, which separates a network from the engine's default one too; `true`
    /// separates only networks that have the option.
    var driverOptions: [String: String] {
        guard engine.kind == .podman else { return [:] }
        let major = engine.serverVersion.flatMap { Int($0.prefix { $0.isNumber }) } ?? 0
        return ["isolate": major >= 5 ? "strict" : "true"]
    }

    /// Whether the engine still has the option that isolates a network.
    func isWanted(of network: NetworkInspection) -> Bool {
        driverOptions.allSatisfy { network.options[$0.key] == $0.value }
    }

    /// Looks in this host's firewall for the rule that isolates a container's network.
    ///
    /// - Parameter container: as it was inspected after its start.
    /// - Returns: whether the firewall could be checked: the container's processes must be on this host, and its
    ///   network connected to ours.
    /// - Throws: ``RunError`` with `notIsolated` when the rule is not there; `EngineError`.
    @discardableResult
    func verify(_ container: ContainerInspection, of options: RunOptions) async throws -> Bool {
        guard engine.kind == .podman, case .project(let name) = options.network.mode,
            KernelView(process: container.state.pid, container: container.id) != nil,
            NetworkNamespace.isJoined(toThatOf: container.state.pid),
            let interface = try await engine.networks.inspect(name).interface,
            let rules = try await FirewallRules.ofHost()
        else { return false }
        if let found = rules.first(where: { $0.part(interface) }) {
            guard found.hasPassingWayAlone else { return true }
            if try await FirewallRules.makeLastingWay() { return true }
        }
        // The rule goes with the last container of the network.
        guard try await engine.containers.inspect(container.id).state.isRunning else { return false }
        throw RunError(
            .notIsolated, agent: options.identity.agent,
            "the network '\(name)' is not apart from others: the firewall has no rule that isolates '\(interface)'",
            hint: "another program asked Podman for its networks at that moment, or changed the firewall; try again")
    }
}
