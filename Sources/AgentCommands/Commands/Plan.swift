import AgentRuntime
import ArgumentParser
import Diagnostics
import Synchronization

/// `aac-runtime plan`: what `up` would create.
struct PlanCommand: RuntimeCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show what up would create, with every setting and where it came from.",
        discussion: """
            No engine is asked. Values of the environment are shown as they would reach the agent. The preRun hooks are asked what \
            they would change (programs see AAC_PLAN=1), and the result is shown with what each of them changed; --no-hooks \
            leaves them out.

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

    @Flag(help: "Ask no hook.")
    var noHooks = false

    private struct Result: Encodable {
        var project: String
        var agents: [Agent]
    }

    private struct Agent: Encodable {
        var name: String
        var options: RunOptions
        var build: ImageBuildPlan?
        var settings: [PlannedSetting]
        /// What hooks changed; the options are those after it.
        var changes: [HookChanges]
    }

    func run(in context: CommandContext) async throws -> ExitCode {
        var planned = try await launch.plan(in: context)
        var changes: [[HookChanges]] = []
        for index in planned.agents.indices {
            let preview = try await preview(planned.agents[index], in: context)
            planned.agents[index].options = preview.options
            changes.append(preview.changes)
        }
        guard output.format == .text else {
            let agents = zip(planned.agents, changes).map { plan, changes in
                Agent(
                    name: plan.options.identity.agent, options: plan.options, build: plan.build,
                    settings: plan.settings, changes: changes)
            }
            try await context.output.document(Result(project: planned.name, agents: agents))
            return .success
        }
        for (index, plan) in planned.agents.enumerated() {
            if index > 0 { try await context.output.line("") }
            try await context.output.write(text(plan, changes: changes[index]))
        }
        return .success
    }

    /// What the hooks would make of a plan.
    private func preview(
        _ plan: AgentPlan, in context: CommandContext
    ) async throws -> (options: RunOptions, changes: [HookChanges]) {
        let hooks = HookSet(context.extensions.hooks, byAgent: [plan.options.identity.agent: plan.hooks.hooks])
        guard !noHooks, !hooks.isEmpty else { return (plan.options, []) }
        let agent = plan.options.identity.agent
        let warnings = Mutex<[String]>([])
        let preview = try await HookedRuntime.preview(
            plan.options, hooks: hooks[agent], logger: context.logger(of: nil)
        ) { text in warnings.withLock { $0.append(text) } }
        for warning in warnings.withLock({ $0 }) {
            try await context.messages.line(TerminalText.line("\(agent): warning: \(warning)"))
        }
        return preview
    }

    private func text(_ plan: AgentPlan, changes: [HookChanges]) -> String {
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
        if !plan.hooks.hooks.isEmpty {
            lines.append("  hooks     \(plan.hooks.hooks.map(\.name).joined(separator: ", "))")
        }
        for hook in changes {
            for change in hook.changes { lines.append("  changed   by '\(hook.hook)': \(change)") }
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
