public import AgentValues
import EngineAPI
import Glibc

/// Finds host ports that are taken before anything is created, and says who holds them: `{use: port-check}`.
///
/// A container of the engine is known by name, another program by its process, where this user may see it. The port of the container that
/// the run replaces is not taken. Host port 0 is never taken. Where the engine runs elsewhere, only its containers are asked about.
public struct PortCheckHook: RunHook {
    static let hookName = "port-check"
    private static let engineLimit = Duration.seconds(5)
    /// `port-check`.
    public let name = Self.hookName

    /// Creates a hook.
    public init() {}

    /// Creates a hook from a manifest's `config`; there are no settings.
    /// - Throws: ``/AgentValues/SettingsError``.
    public init(config: JSONValue) throws { _ = try Settings(config, keys: []) }

    /// Checks the ports.
    /// - Throws: ``PortTaken``, which names all that are taken.
    public func preRun(_ options: inout RunOptions, in context: RunContext) async throws {
        let ports = options.ports.filter { $0.host != 0 }
        guard !context.isPlan, !ports.isEmpty, options.network.mode != .host, options.network.mode != .none else {
            return
        }
        let isLocal = context.engine?.isLocal ?? true
        // Engines listen at the ports that they publish; only who holds a taken one is worth a call.
        let suspects = isLocal ? await SystemThread.run { ports.filter { !Self.isFree($0) } } : ports
        guard !suspects.isEmpty else { return }
        let containers: [ContainerSummary]
        do { containers = try await Self.containers(context.engine) } catch is TimeLimitExceeded {
            // Podman does not answer while it stops a container. Without an answer, this run's own predecessor may hold the port.
            return context.warn("the engine does not say who holds \(suspects); whether they are free is left to it")
        }
        var taken: [PortTaken.Port] = []
        for port in suspects {
            if let holder = containers.first(where: { Self.publishes($0, port) }) {
                let owner = try await context.engine?.owner(of: ContainerID(holder.id))
                if let owner, Self.replaces(options.identity, owner) { continue }
                taken.append(
                    .init(port: port, holder: "container '\(holder.names.first ?? "")' (\(holder.id.prefix(12)))"))
            } else if isLocal {
                taken.append(.init(port: port, holder: await SystemThread.run { Self.holder(of: port) }))
            }
        }
        if !taken.isEmpty { throw PortTaken(agent: context.agent, ports: taken) }
    }

    private static func containers(_ engine: EngineView?) async throws -> [ContainerSummary] {
        guard let engine else { return [] }
        return try await withTimeLimit(engineLimit) { try await engine.containers() }
    }

    static func publishes(_ container: ContainerSummary, _ port: PortMapping) -> Bool {
        container.ports.contains {
            $0.hostPort == port.host && $0.container.transport == port.containerPort.transport
                && overlaps($0.hostAddress ?? "", port.hostIP)
        }
    }

    private static func overlaps(_ a: String, _ b: String) -> Bool {
        a == b || [a, b].contains { ["", "0.0.0.0", "::"].contains($0) }
    }

    private static func replaces(_ identity: AgentIdentity, _ owner: AgentIdentity) -> Bool {
        owner.project == identity.project && owner.agent == identity.agent && owner.replica == identity.replica
    }

    /// Which process holds a port of this host.
    private static func holder(of port: PortMapping) -> String {
        guard let process = PortHolder(port).process() else { return "a program that this user may not see" }
        return "process \(process.id) (\(process.name))"
    }

    /// Whether the address can be listened at, as an engine would; a refusal for any other reason is left to the engine.
    static func isFree(_ port: PortMapping) -> Bool {
        let isStream = port.protocol == .tcp
        let number = in_port_t(truncatingIfNeeded: port.host).bigEndian
        let family = port.hostIP.contains(":") ? AF_INET6 : AF_INET
        let kind = Int32((isStream ? SOCK_STREAM : SOCK_DGRAM).rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(family, kind, 0)
        guard descriptor >= 0 else { return true }
        defer { close(descriptor) }
        var on: CInt = 1
        let size = socklen_t(MemoryLayout<CInt>.size)
        // As engines do, so that connections that are being closed do not count. For UDP the option would let both use the port.
        if isStream { setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, size) }
        let result: CInt
        if family == AF_INET6 {
            setsockopt(descriptor, CInt(IPPROTO_IPV6), IPV6_V6ONLY, &on, size)
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            address.sin6_port = number
            guard inet_pton(AF_INET6, port.hostIP, &address.sin6_addr) == 1 else { return true }
            result = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in6>.size))
                }
            }
        } else {
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = number
            guard inet_pton(AF_INET, port.hostIP.isEmpty ? "0.0.0.0" : port.hostIP, &address.sin_addr) == 1 else {
                return true
            }
            result = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
        }
        if result == 0, !isStream || listen(descriptor, 1) == 0 { return true }
        return errno != EADDRINUSE
    }
}
