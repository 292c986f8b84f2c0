import AgentManifest
import AgentRuntime
import Diagnostics

/// Ports of the host that two agents of a project want, which only one of them could have.
struct PortConflicts {
    private struct Claim {
        let agent: String
        let port: PortMapping
    }

    private var claims: [Claim] = []
    /// A mistake for each port that somebody else wanted before.
    private(set) var mistakes: [Diagnostic] = []

    /// Adds what an agent publishes. Replicas are not told apart: the planner lets none share a port of the host.
    mutating func add(_ ports: [PortMapping], of manifest: Manifest) {
        for (index, port) in ports.enumerated() where port.host != 0 {
            if let other = claims.first(where: { $0.port.excludes(port) }) {
                let owner = other.agent == manifest.name ? "another port of this agent" : "agent '\(other.agent)'"
                mistakes.append(
                    manifest.diagnostic(
                        .error, code: "plan.port-taken",
                        "\(owner) publishes port \(port.host) of the host too (\(other.port))",
                        at: "spec.ports[\(index)].host", hint: "choose another one; 0 lets the engine choose a free one"
                    ))
            }
            claims.append(Claim(agent: manifest.name, port: port))
        }
    }
}

extension PortMapping {
    /// Whether the host cannot give out both.
    fileprivate func excludes(_ other: PortMapping) -> Bool {
        let everywhere: Set = ["0.0.0.0", "::", ""]
        return host == other.host && `protocol` == other.protocol
            && (hostIP == other.hostIP || everywhere.contains(hostIP) || everywhere.contains(other.hostIP))
    }
}
