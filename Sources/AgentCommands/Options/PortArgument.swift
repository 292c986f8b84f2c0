import AgentRuntime
import ArgumentParser

/// A published port on the command line: `CONTAINER`, `HOST:CONTAINER` or `IP:HOST:CONTAINER`, with an optional `/udp`.
struct PortArgument: ExpressibleByArgument, Sendable, Hashable {
    /// The port, on the loopback address unless another is named.
    var mapping: PortMapping
    private let text: String

    init?(argument: String) {
        guard let mapping = PortMapping(parsing: argument) else { return nil }
        self.mapping = mapping
        text = argument
    }

    /// The port, on `address` unless another is named.
    func mapping(on address: String) -> PortMapping { PortMapping(parsing: text, on: address) ?? mapping }
}
