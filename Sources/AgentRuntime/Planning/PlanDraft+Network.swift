import AgentManifest

extension PlanDraft {
    /// The published ports. Several replicas cannot share a port of the host, so each gets a free one; a host port that the
    /// manifest names is a mistake then.
    mutating func addPorts() {
        options.ports = manifest.ports.enumerated().map { index, port in
            var host = port.host
            let path = "spec.ports[\(index)].host"
            if replicas > 1, host != 0 {
                if manifest.positions[path] != nil {
                    mistake(
                        "replicas-share-port", "\(replicas) replicas cannot share the port \(host) of the host",
                        at: path,
                        hint: "write 'host: 0': each replica gets a free one, which 'aac-runtime ps' shows")
                }
                host = 0
            }
            return PortMapping(
                host: host, container: port.container, protocol: port.transport == .udp ? .udp : .tcp,
                hostIP: port.hostIP)
        }
        settings.append(
            PlannedSetting(
                "ports", options.ports.isEmpty ? "none" : options.ports.map(\.description).joined(separator: ", "),
                manifest.ports.isEmpty ? .default : .manifest, key: "spec.ports"))
    }

    /// Whether the container has a network of its own, on which ports can be published.
    private var publishes: Bool {
        switch manifest.network.mode {
        case .host, .some(.none): false
        case .bridge, .named, nil: true
        }
    }

    mutating func addNetwork() {
        let wanted = manifest.network
        let project = planner.flags.project
        // At the level `restricted` an agent has a network only if its manifest names one or publishes ports.
        let isCutOff = options.security.level == .restricted && options.ports.isEmpty
        let mode = choose(
            "network", key: "spec.network.mode", manifest: wanted.mode,
            default: isCutOff ? Manifest.Network.Mode.none : .bridge
        ) {
            $0 == .bridge ? NetworkOptions.Mode.project(of: project).description : $0.description
        }
        var network = NetworkOptions(dns: wanted.dns, aliases: wanted.aliases)
        switch mode {
        case .bridge:
            network.mode = .project(of: project)
            network.aliases.insert(manifest.name, at: 0)
        case .host: network.mode = .host
        case .none: network.mode = .none
        case .named(let name):
            network.mode = .named(name)
            network.aliases.insert(manifest.name, at: 0)
        }
        if mode == .host, options.security.level != .privileged, options.security.allowUnsafe.isEmpty {
            deny(
                "host-network", "the host's network is not for agents: they could reach, and be, every local service",
                at: "spec.network.mode",
                hint: "use the mode 'bridge', or say why with 'spec.security.allowUnsafe: [reason]'")
        }
        if !publishes, !options.ports.isEmpty {
            mistake(
                "ports-without-network", "ports cannot be published with network mode '\(mode)'", at: "spec.ports",
                hint: "remove spec.ports, or use the network mode 'bridge'")
        }
        options.network = network
    }

}
