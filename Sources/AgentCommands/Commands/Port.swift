import AgentOrchestrator
import AgentRuntime
import ArgumentParser
import Diagnostics

/// `aac-runtime port`: where on the host an agent's ports are.
struct PortCommand: AgentCommand {
    static let configuration = CommandConfiguration(
        commandName: "port",
        abstract: "Show where on the host an agent's ports are.",
        discussion: """
            With a port of the container its address alone is printed, for scripts. Exit status: 1 when it is not published.

            Examples:
              aac-runtime port hello
              aac-runtime port hello 8080
              curl "http://$(aac-runtime port hello 8080)/health"
            """)

    @OptionGroup var scope: ScopeOptions
    @OptionGroup var engine: EngineOptions
    @OptionGroup var output: OutputOptions
    var outputFormat: OutputFormat { output.format }

    @Argument(help: "The agent, as NAME or NAME/REPLICA; of several replicas the first that runs.")
    var agent: AgentReference

    @Argument(help: ArgumentHelp("A port of the container, with an optional /udp.", valueName: "port"))
    var port: PortArgument?

    private struct Published: Encodable {
        var container: Int
        var host: Int
        var hostIP: String
        var `protocol`: String
    }

    func run(in context: CommandContext) async throws -> ExitCode {
        let project = try scope.projectName(in: context)
        return try await engine.withSession(in: context) { session in
            let container = try await session.host.agents(of: project).running(agent).container
            let wanted = port?.mapping
            let found = container.ports.filter { published in
                wanted.map { $0.container == published.container && $0.protocol == published.protocol } ?? true
            }
            if let wanted, found.isEmpty {
                throw CommandError(
                    .refused,
                    "agent '\(agent)' does not publish port \(wanted.container)/\(wanted.protocol.rawValue)",
                    hint: container.ports.isEmpty
                        ? "add it to spec.ports"
                        : "it publishes \(container.ports.map(\.description).joined(separator: ", "))")
            }
            if output.format == .json {
                try await context.output.document(
                    found.map {
                        Published(
                            container: $0.container, host: $0.host, hostIP: $0.hostIP, protocol: $0.protocol.rawValue)
                    })
                return .success
            }
            for published in found {
                let line =
                    wanted == nil
                    ? "\(published.container)/\(published.protocol.rawValue) -> \(published.address)"
                    : published.address
                try await context.output.line(TerminalText.line(line))
            }
            return .success
        }
    }
}
