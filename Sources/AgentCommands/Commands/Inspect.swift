import AgentManifest
import AgentRuntime
import ArgumentParser
import Diagnostics
import EngineAPI
import FoundationEssentials

/// `aac-runtime inspect`: all about agents.
struct InspectCommand: RuntimeCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Show all about agents.",
        discussion: """
            As text, what matters of each replica, without the values of environment variables. As JSON, a list with the agent and \
            the engine's whole inspection of its container, values included.

            Examples:
              aac-runtime inspect hello
              aac-runtime inspect hello --output json | jq '.[].container.HostConfig.Memory'
            """)

    @OptionGroup var scope: ScopeOptions
    @OptionGroup var engine: EngineOptions
    @OptionGroup var output: OutputOptions
    var outputFormat: OutputFormat { output.format }

    @Argument(help: "The agents, as NAME or NAME/REPLICA.")
    var agents: [AgentReference]

    private struct Entry: Encodable {
        var agent: AgentIdentity
        var container: JSONValue
    }

    func run(in context: CommandContext) async throws -> ExitCode {
        let project = try scope.projectName(in: context)
        return try await engine.withSession(in: context) { session in
            let containers = try await AgentSelector(engine: session.client, project: project).containers(agents)
            switch output.format {
            case .text:
                let texts = try await containers.concurrently { container in
                    let inspection = try await session.client.containers.inspect(container.id)
                    return AgentFields(container: container, inspection: inspection, now: .now).list.text
                }
                try await context.output.write(texts.joined(separator: "\n"))
            case .json:
                let entries = try await containers.concurrently { container in
                    let document = try await session.client.containers.inspectionDocument(container.id)
                    let value = try JSONDecoder().decode(JSONValue.self, from: Data(document))
                    return Entry(agent: container.identity, container: value)
                }
                try await context.output.document(entries)
            }
            return .success
        }
    }
}
