import AgentRuntime
import Glibc

/// What the Go tool's runtime does where nobody says otherwise.
enum GoRules {
    /// How long its `Stop` lets a container end.
    static let stopTimeout = Duration.seconds(30)

    /// The address on the host that ports are published on: all of them for the Go tool.
    static func address(isCompatible: Bool) -> String { isCompatible ? "0.0.0.0" : PortMapping.defaultHostIP }

    /// What is published when no port is named.
    static func defaultPort(isCompatible: Bool) -> PortMapping {
        PortMapping(host: 8080, container: 8080, hostIP: address(isCompatible: isCompatible))
    }

    /// The name of a container that has none: `agent-` and the seconds since 1970.
    ///
    /// - Parameter later: seconds to add, because the names before are taken.
    static func containerName(after later: Int) -> String { "agent-\(time(nil) + later)" }

    /// A field without blanks around it.
    static func trimmed(_ field: some StringProtocol) -> String {
        var rest = Substring(field)
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
