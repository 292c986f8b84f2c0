import AgentOrchestrator
import AgentRuntime
import ArgumentParser
import Diagnostics
import Synchronization

/// `aac-runtime plan`: what `up` would create.
struct PlanCommand: AgentCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show what up would create, with every setting and where it came from.",
        discussion: """
            What is wanted is compared with what runs: '+' is created, '~' recreated, '-' removed, '=' kept. Without an engine, or \
            with --offline, only the settings are shown. Images are not built: agents whose sources changed show as kept until \
            `build` or `up` has built them. Values of the environment are shown as they would reach the agent. The preRun hooks \
            are asked what they would change (programs see AAC_PLAN=1), and the result is shown with what each of them changed; \
            --no-hooks leaves them out.

            With --exit-code the status is 0 when nothing would change and 2 when something would.

            Examples:
              aac-runtime plan
              aac-runtime plan --changes --exit-code
              aac-runtime plan -f images/hello --memory 64Mi
              aac-runtime plan --output json | jq '.agents[].options.resources'
            """)

    @OptionGroup var launch: LaunchOptions
    @OptionGroup var engine: EngineOptions
    @OptionGroup var output: OutputOptions
    var outputFormat: OutputFormat { output.format }

    @Flag(help: "Show the generated Dockerfiles too.")
    var dockerfile = false

    @Flag(help: "Ask no hook.")
    var noHooks = false

    @Flag(help: "Ask no engine.")
    var offline = false

    @Flag(help: "Show only what would change, without the settings.")
    var changes = false

    @Flag(help: "End with status 2 when something would change.")
    var exitCode = false

    @Flag(help: "Plan the removal of agents of the project that are in no manifest.")
    var removeOrphans = false

    func validate() throws {
        if offline, exitCode || changes {
            throw ValidationError("--offline compares nothing, so it cannot be used with --exit-code or --changes")
        }
    }

    private struct Result: Encodable {
        var project: String
        /// nil where no engine was asked.
        var changes: [PlannedChange]?
        var agents: [Agent]
    }

    private struct Agent: Encodable {
        var name: String
        var options: RunOptions
        var build: ImageBuildPlan?
        var settings: [PlannedSetting]
        /// Whether each mount may be there, and why.
        var mounts: [MountReview]
        /// What hooks changed; the options are those after it.
        var changes: [HookChanges]
    }

    func run(in context: CommandContext) async throws -> ExitCode {
        var planned = try await launch.plan(in: context)
        let compared = try await compare(planned, in: context)
        let status = exitCode && compared?.contains { $0.action != .keep } == true ? Self.changed : .success
        if changes, output.format == .text, let compared {
            try await context.output.write(PlannedChange.text(compared))
            return status
        }
        var hookChanges: [[HookChanges]] = []
        for index in planned.agents.indices {
            let preview = try await preview(planned.agents[index], in: context)
            planned.agents[index].options = preview.options
            hookChanges.append(preview.changes)
        }
        guard output.format == .text else {
            let agents = zip(planned.agents, hookChanges).map { plan, changes in
                Agent(
                    name: plan.options.identity.agent, options: plan.options, build: plan.build,
                    settings: plan.settings, mounts: MountReview.of(plan.options), changes: changes)
            }
            try await context.output.document(Result(project: planned.name, changes: compared, agents: agents))
            return status
        }
        // The replicas of an agent differ in their numbers alone.
        for (plan, changes) in zip(planned.agents, hookChanges) where plan.options.identity.replica == 1 {
            try await context.output.write(text(plan, changes: changes) + "\n")
        }
        if let compared { try await context.output.write(PlannedChange.text(compared)) }
        return status
    }

    /// The exit status where something would change.
    private static let changed = ExitCode(rawValue: 2)

    /// What differs from what is on the engine; nil where there is none.
    private func compare(_ planned: PlannedProject, in context: CommandContext) async throws -> [PlannedChange]? {
        guard !offline else { return nil }
        @Sendable func steps(_ session: EngineSession) async throws -> [PlannedChange] {
            try await session.host.project(planned.name).reconciliation(
                planned.agents, agents: Set(planned.names), options: UpOptions(removesOrphans: removeOrphans)
            ).steps.map(PlannedChange.init)
        }
        if exitCode || changes { return try await engine.withSession(in: context, startsEmbedded: false, steps) }
        let found = try await engine.withSessionIfAny(in: context, steps)
        if found == nil { try await context.messages.line("note: no engine answers, so nothing is compared") }
        return found
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
        for (mount, review) in zip(options.volumes, MountReview.of(options)) {
            let source = mount.kind == .tmpfs ? "tmpfs" : mount.source.isEmpty ? "unnamed volume" : mount.source
            let place = "\(source) at \(mount.target)\(mount.readOnly ? ", read-only" : "")"
            // Only a hook can have added one that is refused: those of the manifest end the plan.
            lines.append("  mount     \(place): \(review.isAllowed ? review.reason : "refused, it \(review.reason)")")
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
