import AgentManifest

extension PlanDraft {
    /// The published ports.
    mutating func addPorts() {
        options.ports = manifest.ports.map {
            PortMapping(
                host: $0.host, container: $0.container, protocol: $0.transport == .udp ? .udp : .tcp, hostIP: $0.hostIP)
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
        let mode = choose("network", key: "spec.network.mode", manifest: wanted.mode, default: .bridge) {
            $0 == .bridge ? "\(Self.networkName(project: project)) (private to the project)" : $0.description
        }
        var network = NetworkOptions(dns: wanted.dns, aliases: wanted.aliases)
        switch mode {
        case .bridge:
            network.mode = .project(name: Self.networkName(project: project))
            network.aliases.insert(manifest.name, at: 0)
        case .host: network.mode = .host
        case .none: network.mode = .none
        case .named(let name):
            network.mode = .named(name)
            network.aliases.insert(manifest.name, at: 0)
        }
        if !publishes, !options.ports.isEmpty {
            mistake(
                "ports-without-network", "ports cannot be published with network mode '\(mode)'", at: "spec.ports",
                hint: "remove spec.ports, or use the network mode 'bridge'")
        }
        options.network = network
    }

    /// The name of a project's own network.
    static func networkName(project: String) -> String { "\(project)_agents" }

    /// The mounts; relative sources become absolute.
    mutating func addVolumes() {
        options.volumes = manifest.volumes.map { volume in
            let source = volume.source ?? ""
            return switch volume.kind {
            case .bind:
                VolumeMount(.bind, source: absolute(source), target: volume.target, readOnly: volume.readOnly)
            case .volume:
                VolumeMount(
                    .volume, source: source.isEmpty ? "" : "\(planner.flags.project)_\(source)", target: volume.target,
                    readOnly: volume.readOnly)
            case .tmpfs:
                VolumeMount(.tmpfs, target: volume.target, readOnly: volume.readOnly, size: volume.size)
            }
        }
    }
}
