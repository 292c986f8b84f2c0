import AgentValues
import EngineAPI

/// Carries out one kind of check on one container.
protocol Prober: Sendable {
    /// Asks once. Throws only when the task is cancelled or the engine is gone; everything else is an outcome.
    func attempt() async throws -> ProbeOutcome
}

/// The container that is asked, and how this host reaches it.
struct ProbeTarget: Sendable {
    var engine: EngineClient
    var container: String
    var hasTerminal: Bool
    /// The container's own addresses, where this host can have a route to them.
    var addresses: [String]
    var published: [PortMapping]
    var sharesHostNetwork: Bool
    /// When the container's command ended the last time; nil before its first end.
    var endedBefore: EngineTime?

    /// A container of which only the published ports are known.
    init(engine: EngineClient, container: String, published: [PortMapping]) {
        self.engine = engine
        self.container = container
        self.published = published
        (hasTerminal, addresses, sharesHostNetwork) = (false, [], false)
    }

    init(engine: EngineClient, inspection: ContainerInspection) {
        self.engine = engine
        container = inspection.id
        hasTerminal = inspection.configuration.hasTerminal ?? false
        addresses =
            engine.address.remoteHost == nil
            ? inspection.network.networks.sorted { $0.key < $1.key }.compactMap { $0.value.address }.filter {
                !$0.isEmpty
            }
            : []
        published = ContainerInfo(inspection).ports
        sharesHostNetwork = inspection.host.networkMode == "host"
        endedBefore = inspection.state.finishedAt
    }

    /// How long a connection may take. On this host it takes no time. One that takes longer was begun before the
    /// container's network was ready, and will never be made.
    func connectLimit(within timeout: Duration) -> Duration {
        engine.address.remoteHost == nil ? min(timeout, .seconds(1)) : timeout
    }

    /// Where a port of the container may be reached, the most direct way first. A published port comes last, because it can accept
    /// before the agent listens: the engine's proxy does.
    func endpoints(port: Int) -> [ProbeEndpoint] {
        if sharesHostNetwork { return [ProbeEndpoint(host: "127.0.0.1", port: port, isDirect: true)] }
        let direct = addresses.map { ProbeEndpoint(host: $0, port: port, isDirect: true) }
        let indirect = published.filter { $0.container == port && $0.protocol == .tcp }.map { mapping in
            let anyAddress = mapping.hostIP == "0.0.0.0" || mapping.hostIP.isEmpty || mapping.hostIP == "::"
            return ProbeEndpoint(host: anyAddress ? "127.0.0.1" : mapping.hostIP, port: mapping.host, isDirect: false)
        }
        return direct + indirect
    }
}

/// A place to connect to.
struct ProbeEndpoint: Sendable, Hashable {
    var host: String
    var port: Int
    /// Whether the agent itself answers there, and no proxy in between.
    var isDirect: Bool
}

extension Probe {
    /// The object that carries out this probe's check.
    func prober(for target: ProbeTarget) throws -> any Prober { try check.prober(for: target, timeout: timeout) }
}

extension Probe.Check {
    fileprivate func prober(for target: ProbeTarget, timeout: Duration) throws -> any Prober {
        switch self {
        case .http(let port, let path, let statuses, let text):
            HTTPProber(target: target, port: port, path: path, statuses: statuses, text: text, timeout: timeout)
        case .tcp(let port): TCPProber(target: target, port: port, timeout: timeout)
        case .command(let words, let exitCode, let text):
            CommandProber(target: target, command: words, exitCode: exitCode, text: text, timeout: timeout)
        case .file(let path, let text): FileProber(target: target, path: path, text: text, timeout: timeout)
        case .log(let pattern): try LogProber(target: target, pattern: pattern)
        case .engine: EngineProber(target: target)
        case .running(let duration): RunningProber(target: target, duration: duration.wrappedValue)
        case .all(let checks): CombinedProber(try checks.parts(for: target, timeout: timeout), needsAll: true)
        case .any(let checks): CombinedProber(try checks.parts(for: target, timeout: timeout), needsAll: false)
        }
    }
}

extension [Probe.Check] {
    fileprivate func parts(for target: ProbeTarget, timeout: Duration) throws -> [CombinedProber.Part] {
        try map { CombinedProber.Part(name: $0.description, prober: try $0.prober(for: target, timeout: timeout)) }
    }
}
