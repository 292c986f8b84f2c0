public import EngineAPI

/// The published ports of a container as they are reached from here.
public struct PublishedPorts: Sendable, Hashable {
    /// Those that can be reached, each with an address that leads there.
    public var reachable: [PortMapping] = []
    /// Those to which nothing leads: they are published on an engine's host that is another one, at its loopback address, or in a
    /// network of the engine's own.
    public var unreachable: [PortMapping] = []

    /// - Parameters:
    ///   - container: as it was inspected while it runs.
    ///   - engine: where its engine listens.
    public init(of container: ContainerInspection, on engine: EngineAddress) {
        let isHere = ContainerReach(container).hasItsPorts
        for port in ContainerInfo(container).ports {
            if isHere {
                reachable.append(port)
            } else if let host = engine.remoteHost, !Self.isLoopback(port.hostIP) {
                var port = port
                if port.isOnEveryAddress { port.hostIP = host }
                reachable.append(port)
            } else {
                unreachable.append(port)
            }
        }
    }

    /// All of them, by container port.
    public var all: [PortMapping] { (reachable + unreachable).sorted() }

    private static func isLoopback(_ address: String) -> Bool { address == "::1" || address.hasPrefix("127.") }
}

extension ContainerInfo {
    /// Names the engine's host in place of its every address, for those who are elsewhere.
    public mutating func name(addressesOf host: String) {
        for index in ports.indices where ports[index].isOnEveryAddress { ports[index].hostIP = host }
    }
}

extension PortMapping {
    /// Whether it is published at every address of the host.
    public var isOnEveryAddress: Bool { ["", "0.0.0.0", "::"].contains(hostIP) }
}

extension EngineRun {
    /// Refuses ports that would be published where nobody answers. Podman takes an IPv6 address of the host and holds it, but leads
    /// nothing from there into a network without IPv6; only where it is rootless, a proxy does.
    func refuseUnansweredPorts() async throws {
        let ports = options.ports.filter { $0.hostIP.contains(":") }
        guard engine.kind == .podman, !ports.isEmpty else { return }
        switch options.network.mode {
        case .host, .none: return
        case .named(let name): if try await engine.networks.inspect(name).hasIPv6 { return }
        case .engineDefault, .project: break
        }
        guard try await !engine.system.info().isRootless else { return }
        throw RunError(
            .unsupported, agent: agent,
            "nobody would answer at \(ports.map(\.description).joined(separator: ", ")): Podman leads nothing from an IPv6 address "
                + "into a network without IPv6",
            hint: "publish at 127.0.0.1, or name a network of yours that has IPv6 with spec.network.mode")
    }

    /// Fails where the engine has not published what was asked for, and says which ports nothing leads to from here.
    func checkPorts(_ inspection: ContainerInspection) throws -> ContainerInfo {
        let published = PublishedPorts(of: inspection, on: engine.address)
        var info = ContainerInfo(inspection)
        info.ports = published.all
        switch options.network.mode {
        case .host, .none: return info
        case .engineDefault, .project, .named: break
        }
        let missing = options.ports.filter { wanted in
            !info.ports.contains { $0.container == wanted.container && $0.protocol == wanted.protocol }
        }
        guard missing.isEmpty else {
            throw RunError(
                .startRefused, agent: agent,
                "the engine did not publish \(missing.map(\.description).joined(separator: ", "))",
                hint: "another program may have taken the port; 'host: 0' takes any free one")
        }
        for port in published.unreachable {
            observer.progress(
                .warning(
                    "\(port) is published on the engine's own host or network, and nothing leads there from here; "
                        + "'hostIP: 0.0.0.0' publishes it at every address of that host"))
        }
        return info
    }
}
