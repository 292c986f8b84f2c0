import AgentOrchestrator
import AgentRuntime

/// What a test's command finds in its environment: where the project's agents are.
enum TestVariables {
    /// `AAC_PROJECT`; for each agent with published ports `AAC_PORT_<AGENT>_<PORT OF THE CONTAINER>`, `AAC_PORT_<AGENT>` (the
    /// first) and `AAC_URL_<AGENT>` (the first TCP port). Names are in capitals, with `_` for every other character; of several
    /// replicas the first has the agent's plain name too.
    ///
    /// - Parameter ports: what can be reached of a container; nil: what its report says.
    static func variables(
        project: String, agents: [AgentReport], ports: [ContainerID: [PortMapping]]? = nil
    ) -> [String: String] {
        var variables = ["AAC_PROJECT": project]
        for report in agents {
            var names = [report.displayName]
            if report.displayName != report.agent, report.replica == 1 { names.append(report.agent) }
            let found = report.container.map { ports == nil ? $0.ports : ports?[$0.id] ?? [] } ?? []
            for name in names { add(found, as: capitals(name), to: &variables) }
        }
        return variables
    }

    private static func add(_ ports: [PortMapping], as name: String, to variables: inout [String: String]) {
        for port in ports {
            variables["AAC_PORT_\(name)_\(port.container)"] = "\(port.host)"
            if variables["AAC_PORT_\(name)"] == nil { variables["AAC_PORT_\(name)"] = "\(port.host)" }
            guard port.protocol == .tcp, variables["AAC_URL_\(name)"] == nil else { continue }
            let host =
                port.isOnEveryAddress ? "127.0.0.1" : port.hostIP.contains(":") ? "[\(port.hostIP)]" : port.hostIP
            variables["AAC_URL_\(name)"] = "http://\(host):\(port.host)"
        }
    }

    private static func capitals(_ name: String) -> String {
        String(name.uppercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    }
}
