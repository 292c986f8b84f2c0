import AgentRuntime
import ArgumentParser
import Diagnostics

/// `aac-runtime plan`: what `up` would create.
struct PlanCommand: RuntimeCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show what up would create, with every setting and where it came from.",
        discussion: """
            No engine is asked. Values of the environment are shown as they would reach the agent.

            Examples:
              aac-runtime plan
              aac-runtime plan -f images/hello --memory 64Mi
              aac-runtime plan --output json | jq '.agents[].options.resources'
            """)

    @OptionGroup var launch: LaunchOptions
    @OptionGroup var output: OutputOptions
    var outputFormat: OutputFormat { output.format }

    @Flag(help: "Show the generated Dockerfiles too.")
    var dockerfile = false

    private struct Result: Encodable {
        var project: String
        var agents: [Agent]
    }

    private struct Agent: Encodable {
        var name: String
        var options: RunOptions
        var build: ImageBuildPlan?
        var settings: [PlannedSetting]
    }

    func run(in context: CommandContext) async throws -> ExitCode {
        let planned = try await launch.plan(in: context)
        guard output.format == .text else {
            let agents = planned.agents.map {
                Agent(
                    name: $0.options.identity.agent, options: $0.options, build: $0.build,
                    settings: $0.settings)
            }
            try await context.output.document(Result(project: planned.name, agents: agents))
            return .success
        }
        for (index, plan) in planned.agents.enumerated() {
            if index > 0 { try await context.output.line("") }
            try await context.output.write(text(plan))
        }
        return .success
    }

    private func text(_ plan: AgentPlan) -> String {
        let options = plan.options
        var lines = ["\(options.identity.agent): container \(options.name)", "  image     \(options.image)"]
        if let build = plan.build {
            lines.append("  build     \(build.context), \(build.runtime.map { "for \($0)" } ?? build.dockerfile)")
        }
        let command = (options.command ?? []) + (options.arguments ?? [])
        if !command.isEmpty { lines.append("  command   \(command.joined(separator: " "))") }
        for mount in options.volumes {
            let source = mount.kind == .tmpfs ? "tmpfs" : mount.source.isEmpty ? "unnamed volume" : mount.source
            lines.append("  mount     \(source) at \(mount.target)\(mount.readOnly ? ", read-only" : "")")
        }
        for (name, value) in options.environment.sorted(by: { $0.key < $1.key }) {
            lines.append("  variable  \(name)=\(value)")
        }
        var table = Table(["SETTING", "VALUE", "FROM", "CHANGE WITH"])
        for setting in plan.settings { table.add([setting.name, setting.value, setting.origin.rawValue, setting.key]) }
        var text = lines.map { TerminalText.line($0) + "\n" }.joined() + table.text
        if dockerfile, let source = plan.build?.dockerfileText {
            text += source.split(separator: "\n", omittingEmptySubsequences: false)
                .map { "  | " + TerminalText.line(String($0)) + "\n" }.joined()
        }
        return text
    }
}
