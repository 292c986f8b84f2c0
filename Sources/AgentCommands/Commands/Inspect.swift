import AgentManifest
import AgentOrchestrator
import AgentRuntime
import AgentValues
import ArgumentParser
import Diagnostics
import FoundationEssentials

/// `aac-runtime inspect`: all about agents.
struct InspectCommand: AgentCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Show all about agents.",
        discussion: """
            As text, what matters of each replica, without the values of environment variables. As JSON, a list with the agent and \
            the engine's whole inspection of its container, values included. With --security, what confines each replica: what was \
            asked for, what is in force, and whether the kernel or the engine says so; the exit status is 1 when they differ.

            Examples:
              aac-runtime inspect hello
              aac-runtime inspect --security hello
              aac-runtime inspect hello --output json | jq '.[].container.HostConfig.Memory'
            """)

    @OptionGroup var scope: ScopeOptions
    @OptionGroup var engine: EngineOptions
    @OptionGroup var output: OutputOptions
    var outputFormat: OutputFormat { output.format }

    @Argument(help: "The agents, as NAME or NAME/REPLICA.")
    var agents: [AgentReference]

    @Flag(help: "Show what confines the agents, as the kernel has it.")
    var security = false

    private struct Cage: Encodable {
        var agent: AgentIdentity
        var rows: [CageReport.Row]
    }

    private struct Entry: Encodable {
        var agent: AgentIdentity
        var container: JSONValue
    }

    func run(in context: CommandContext) async throws -> ExitCode {
        let project = try scope.projectName(in: context)
        return try await engine.withSession(in: context) { session in
            let containers = try await session.host.agents(of: project).containers(agents)
            if security { return try await showCages(of: containers, on: session.host, in: context) }
            switch output.format {
            case .text:
                let texts = try await containers.concurrently { container in
                    FieldList(fields: try await session.host.description(of: container).fields).text
                }
                try await context.output.write(texts.joined(separator: "\n"))
            case .json:
                let entries = try await containers.concurrently { container in
                    let document = try await session.host.inspectionDocument(of: container)
                    let value = try JSONDecoder().decode(JSONValue.self, from: Data(document))
                    return Entry(agent: container.identity, container: value)
                }
                try await context.output.document(entries)
            }
            return .success
        }
    }

    private func showCages(
        of containers: [AgentContainer], on host: AgentHost, in context: CommandContext
    ) async throws -> ExitCode {
        let cages = try await containers.concurrently { container in
            let report = try await host.cage(of: container)
            return Cage(agent: container.identity, rows: report.rows)
        }
        if output.format == .json {
            try await context.output.document(cages)
        } else {
            let names = containers.displayNames
            for (container, cage) in zip(containers, cages) {
                var table = Table(["\(names[container.id] ?? cage.agent.agent)", "ASKED", "APPLIED", "VERIFIED BY", ""])
                for row in cage.rows {
                    table.add([row.name, row.asked, row.applied, row.verifiedBy.rawValue, row.holds ? "" : "MISSING"])
                }
                try await context.output.write(table.text)
            }
        }
        return cages.allSatisfy { $0.rows.allSatisfy(\.holds) } ? .success : .failure
    }
}
