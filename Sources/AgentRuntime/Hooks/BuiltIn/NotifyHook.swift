public import AgentValues
import FoundationEssentials

/// Tells a program what became of a run: `{use: notify, config: {exec: [notify-team, --quiet], on: [ready, failed, stopped]}}`.
///
/// The program runs in the current folder and gets a JSON object on standard input: `outcome`, `time`, `project`, `agent`, `run`,
/// `container`, `image`, `digest`, `options`, `user` and, of one that failed, `reason`, as in the lines of ``AuditHook``. Whatever it does, the run goes on; a failure is a warning.
public struct NotifyHook: RunHook {
    static let hookName = "notify"
    /// `notify`.
    public let name = Self.hookName
    private let program: [String]
    private let outcomes: Set<RunEvent.Outcome>
    private let limit = Duration.seconds(10)

    /// A little more than the 10 s that the program may take.
    public var timeLimit: Duration { limit + .seconds(5) }
    /// `warn`.
    public var failureMode: HookFailureMode { .warn }

    /// Creates a hook from a manifest's `config`; without `on` all outcomes are told.
    /// - Throws: ``/AgentValues/SettingsError``.
    public init(config: JSONValue) throws {
        let settings = try Settings(config, keys: ["exec", "on"])
        guard let program = try settings.texts("exec"), program.first?.isEmpty == false else {
            throw settings.error(
                "exec", "expected a program with its arguments", hint: "such as [notify-team, --quiet]")
        }
        self.program = program
        outcomes = Set(
            try (settings.texts("on") ?? RunEvent.Outcome.allCases.map(\.rawValue)).map { text in
                guard let outcome = RunEvent.Outcome(rawValue: text) else {
                    throw settings.error(
                        "on", "there is no outcome '\(text)'", hint: "there are ready, failed and stopped")
                }
                return outcome
            })
    }

    /// Keeps what the run is about.
    public func preRun(_ options: inout RunOptions, in context: RunContext) async throws {
        context[RunEvent.Subject.Key.self] = RunEvent.Subject(options, in: context)
    }

    /// Tells that the run became ready.
    public func ready(_ container: ContainerInfo, in context: RunContext) async throws {
        await tell(.ready, container.id, in: context)
    }

    /// Tells that the run was stopped.
    public func postStop(_ container: ContainerID, in context: RunContext) async throws {
        await tell(.stopped, container, in: context)
    }

    /// Tells that the run failed, and why.
    public func failed(_ error: any Error, in context: RunContext) async {
        await tell(.failed, nil, error, in: context)
    }

    private func tell(
        _ outcome: RunEvent.Outcome, _ container: ContainerID?, _ error: (any Error)? = nil, in context: RunContext
    ) async {
        guard outcomes.contains(outcome) else { return }
        do {
            let subject = await RunEvent.Subject(container, in: context)
            let event = try RunEvent(outcome, container: container, subject: subject, error: error, in: context).line()
            let variables = context.variables(hook: name, phase: outcome.rawValue, container: container)
            let result = try await HostProgram(
                command: program, directory: FileManager.default.currentDirectoryPath,
                environment: ProcessInfo.processInfo.environment.merging(variables) { $1 }, timeLimit: limit
            ).run(input: event)
            guard result.ending != .exited(0) else { return }
            let words = HostProgram.tail(result.errors, lines: 1).last?.trimmingPrefix { $0 == " " } ?? ""
            context.warn("hook '\(name)': '\(program.first ?? "")' \(result.ending.text): \(words)")
        } catch is CancellationError {
            // Nobody waits for the run any more; it fails on its own.
        } catch {
            context.warn("hook '\(name)': \(error)")
        }
    }
}
