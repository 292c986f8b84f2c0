import AgentManifest
import AgentOrchestrator
import AgentRuntime
import ArgumentParser
import Diagnostics
import FoundationEssentials
import Glibc
import SeccompProfiles

/// `aac-runtime seccomp record`: from what an agent does to a profile of its own.
struct SeccompRecordCommand: AgentCommand {
    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract: "Run an agent, and write the smallest profile that covers its system calls.",
        discussion: """
            The agent runs in the foreground without a seccomp profile, with all its other limits, in a project of its own \
            (PROJECT-record); strace watches it from this host from its first instruction. It ends with the agent, with Ctrl-C, or \
            after --for. Use the agent as it will be used: what it does not do now is refused later. What `exec` and probes of the \
            type 'command' run inside the agent's container is not seen. The agent's output goes to standard error.

            Exit status: the agent's own when it ends by itself, 0 when it was stopped.

            Examples:
              aac-runtime seccomp record -o profile.json hello:1.0
              aac-runtime seccomp record --for 30s -p 8080 hello:1.0 > profile.json
              aac-runtime seccomp record -o profile.json -f images/hello
            """)

    @OptionGroup var image: ImageRunOptions
    @OptionGroup var engine: EngineOptions

    @Option(
        name: [.customShort("f"), .customLong("file")],
        help: ArgumentHelp("A manifest, in place of an image; --name picks one of several agents.", valueName: "file"),
        completion: .file(extensions: ["yaml", "yml"]))
    var manifest: String?

    @Option(
        help: ArgumentHelp(
            "Values for the manifest's ${NAME} and secrets, as NAME=VALUE lines; repeatable.", valueName: "file"),
        completion: .file())
    var envFile: [String] = []

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("Stop the agent after this time, such as 30s.", valueName: "time"))
    var limit: DurationArgument?

    @Option(
        name: [.customShort("o"), .customLong("output-file")],
        help: ArgumentHelp("Where to write the profile; standard output unless given.", valueName: "file"),
        completion: .file())
    var outputFile: String?

    @Argument(
        parsing: .captureForPassthrough,
        help: ArgumentHelp(
            "The image and arguments for its entrypoint; with -f, arguments in place of the manifest's.",
            valueName: "image"))
    var words: [String] = []

    func run(in context: CommandContext) async throws -> ExitCode {
        let recorder = try SystemCallRecorder(environment: context.environment)
        try checkOutputFile()
        var plan = try await plan(in: context)
        plan.options.security.seccomp = .unconfined
        // A second start would not be watched.
        plan.options.restart = .no
        plan.options.liveness = nil
        let isOver = Mutable(false)
        let result = await record(plan, with: recorder, isOver: isOver, in: context.sparingOutput)
        guard recorder.hasBegun else { return try result.get() }
        // In a task of its own: Ctrl-C, which cancels this one, is the usual way to end a recording.
        return try await Task {
            let trace = await recorder.finish()
            if case .failure(let error) = result, !(error is CancellationError) { throw error }
            try await write(trace, of: plan.options.identity.agent, in: context)
            // An agent that was stopped has no status that says anything.
            if isOver.value || context.interruption.isRequested { return .success }
            return try result.get()
        }.value
    }

    /// Runs the agent until it ends, the user interrupts, or the time is up.
    private func record(
        _ plan: AgentPlan, with recorder: SystemCallRecorder, isOver: Mutable<Bool>, in context: CommandContext
    ) async -> Result<ExitCode, any Error> {
        let work = Mutable<Task<ExitCode, any Error>?>(nil)
        let timer = Mutable<Task<Void, Never>?>(nil)
        let task = Task {
            try await engine.withSession(in: context) { session in
                try await run(plan, on: session, in: context) { process in
                    try await recorder.attach(to: process)
                    try await context.messages.line("recording system calls; Ctrl-C ends it")
                    guard let limit = limit?.duration else { return }
                    timer.set(
                        Task {
                            do { try await Task.sleep(for: limit) } catch { return }
                            isOver.set(true)
                            work.value?.cancel()
                        })
                }
            }
        }
        work.set(task)
        let result = await withTaskCancellationHandler {
            await task.result
        } onCancel: {
            task.cancel()
        }
        timer.value?.cancel()
        return result
    }

    private func run(
        _ plan: AgentPlan, on session: EngineSession, in context: CommandContext,
        beforeExec: @escaping @Sendable (Int) async throws -> Void
    ) async throws -> ExitCode {
        let agent = plan.options.identity.agent
        let project = context.host(
            on: session, hooks: [agent: plan.hooks.hooks], variables: [agent: plan.variables]
        ).project(plan.options.identity.project)
        let reporter = ProgressReporter(context: context, isQuiet: false)
        let foreground = Foreground(
            context: context, project: project, stopTimeout: plan.options.stopTimeout,
            agents: [LogOrigin(agent: agent, replica: 1, name: agent)], tellsEnds: false)
        return try await foreground.run { launching in
            try await reporter.during {
                try await project.up(
                    [plan], agents: [agent],
                    observer: reporter.observer(
                        created: launching.created, started: launching.started,
                        beforeExec: { try await beforeExec($2) })
                ).reports
            }
        }
    }

    /// What to run: the image, or the one agent of the manifest.
    private func plan(in context: CommandContext) async throws -> AgentPlan {
        let words = words.first == "--" ? Array(words.dropFirst()) : words
        guard let manifest else {
            guard let reference = words.first else {
                throw CommandError(.usage, "there is no image to run", hint: "name one, or a manifest with -f")
            }
            var image = image
            image.project = try Self.ownProject(
                ProjectOptions.name(image.project, in: context))
            return AgentPlan(options: try image.options(running: reference, Array(words.dropFirst()), in: context))
        }
        guard image.ports.isEmpty, image.variables.isEmpty, image.volumes.isEmpty else {
            throw CommandError(.usage, "-p, -e and -v are for images; a manifest says these itself")
        }
        var options = ["--file", manifest]
        options += envFile.flatMap { ["--env-file", $0] }
        // Options whose completions ask an engine are parsed as a part of a command alone.
        var launch = try await UpCommand.asyncParse(options).launch
        launch.memory = image.memory
        launch.cpus = image.cpus
        launch.mounts = image.mounts
        launch.project.project = try Self.ownProject(
            ProjectOptions.name(image.project, in: context, files: [manifest]))
        let plans = try await launch.plan(in: context).agents
        let names = plans.map(\.options.identity.agent)
        guard var plan = image.name.map({ name in plans.first { $0.options.identity.agent == name } }) ?? plans.first
        else {
            throw CommandError(
                .agentNotFound, "the manifest has no agent '\(image.name ?? "")'",
                hint: "it has \(names.joined(separator: ", "))")
        }
        guard image.name != nil || plans.count == 1 else {
            throw CommandError(
                .usage, "the manifest has several agents, and one can be recorded at a time",
                hint: "pick one with --name: \(names.joined(separator: ", "))")
        }
        plan.dependencies = []
        if !words.isEmpty { plan.options.arguments = words }
        return plan
    }

    /// A name for a project of the recording's own, so that the agents of the given one go on running.
    private static func ownProject(_ name: String) throws -> String {
        try ProjectName.checked("\(name)-record", from: "the project's name and '-record'")
    }

    /// Refuses a file that cannot be written before the agent runs for nothing.
    private func checkOutputFile() throws {
        guard let outputFile else { return }
        let folder = URL(filePath: outputFile).deletingLastPathComponent().path
        guard access(folder, W_OK) == 0 else {
            throw CommandError(
                .inputOutput, "cannot write '\(outputFile)': \(String(cString: strerror(errno)))",
                hint: "the profile's folder must be there and writable")
        }
    }

    private func write(_ trace: SystemCallTrace, of agent: String, in context: CommandContext) async throws {
        let (profile, unknown) = trace.profile(named: agent)
        let text = profile.readableJSON + "\n"
        let file = outputFile ?? "standard output"
        let warnings = try SeccompProfile.read(Array(text.utf8), file: file).warnings
        if let outputFile {
            do { try Data(text.utf8).write(to: URL(filePath: outputFile)) } catch {
                throw CommandError(.inputOutput, "cannot write '\(outputFile)'", underlying: [error])
            }
        } else {
            try await context.output.write(text)
        }
        try await SeccompProfileArgument.show(warnings, in: context)
        if !unknown.isEmpty {
            try await context.messages.line(
                "left out, because libseccomp does not know them: \(unknown.joined(separator: ", "))")
        }
        try await context.messages.line(
            TerminalText.line(
                "\(file): \(profile.allowedCalls.count) calls, \(trace.calls.count) of them seen, builds for \(profile.architectures.map(\.rawValue).joined(separator: ", "))"
            ))
    }
}
