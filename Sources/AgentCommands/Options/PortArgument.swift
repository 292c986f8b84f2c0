import AgentRuntime
import ArgumentParser

/// A published port on the command line: `CONTAINER`, `HOST:CONTAINER` or `IP:HOST:CONTAINER`, with an optional `/udp`.
struct PortArgument: ExpressibleByArgument, Sendable, Hashable {
    /// The port.
    var mapping: PortMapping

    init?(argument: String) {
        guard let mapping = PortMapping(parsing: argument) else { return nil }
        self.mapping = mapping
    }
}
