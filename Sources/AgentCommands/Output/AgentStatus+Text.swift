import AgentManifest
import AgentOrchestrator
import AgentValues

/// How `ps` shows it.
extension AgentStatus {
    /// The health for people, such as `unhealthy: connection refused`.
    var healthText: String {
        guard let health else { return "" }
        return reason.map { "\(health): \(Self.brief($0))" } ?? health
    }

    /// The memory for people, such as `12.3Mi / 64.0Mi`.
    var memoryText: String {
        [memory, memory == nil ? nil : memoryLimit].compactMap(\.self)
            .map { Quantity.approximate(Int64(clamping: $0)) }.joined(separator: " / ")
    }

    /// The ports for people, one after the other.
    var portsText: String {
        ports.map { port in
            let address = port.address.contains(":") ? "[\(port.address)]" : port.address
            let note = port.reachable == false ? " (not from here)" : ""
            return "\(address):\(port.host)->\(port.container)/\(port.protocol)\(note)"
        }.joined(separator: ", ")
    }

    /// How long ago the container was created.
    func age(at now: EngineTime) -> String { created.map { (now - $0).age } ?? "" }
}
