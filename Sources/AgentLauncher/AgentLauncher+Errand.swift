extension AgentLauncher {
    /// What the launcher does when it is run once more, in a container that runs already.
    public enum Errand: Sendable, Hashable {
        /// Looks for a program as it would for the agent's command, and ends with 0, ``ExitStatus/notExecutable`` or
        /// ``ExitStatus/notFound``.
        case find(program: String)
        /// Connects to a TCP port of the container and ends with 0, or with 1 and a line on standard error that says why there is
        /// nobody. The address is IPv4; nil: the loopback address, IPv4 and then IPv6.
        case connect(port: Int, address: String?)
        /// The same, and then carries standard input there and what comes back to standard output, until one side ends.
        case relay(port: Int, address: String?)

        /// The arguments after the launcher's own path.
        public var arguments: [String] {
            switch self {
            case .find(let program): ["--find", program]
            case .connect(let port, let address): ["--connect", String(port)] + (address.map { [$0] } ?? [])
            case .relay(let port, let address): ["--relay", String(port)] + (address.map { [$0] } ?? [])
            }
        }
    }
}
