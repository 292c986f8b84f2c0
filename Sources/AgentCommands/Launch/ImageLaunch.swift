import AgentOrchestrator
import AgentRuntime
import Diagnostics

/// Runs one image without a manifest, in one of the ways of `run`.
struct ImageLaunch: Sendable {
    /// How long the command stays, and what it shows.
    enum Way: Sendable {
        /// It returns once the container runs.
        case detached
        /// It shows the output until the end.
        case foreground
        /// It connects the terminal until the end.
        case interactive
        /// It shows nothing until the end.
        case waiting
    }

    /// Where the container's output goes.
    let context: CommandContext
    /// Where it runs.
    let host: AgentHost
    /// How the steps until the container is ready are told, for ``Way/detached`` and ``Way/foreground``; nil: not at all.
    var progress: ProgressKind?
    /// Whether a terminal gets what the container prints as it is, and not text and colours alone.
    var isRaw = false
    /// Told of the container once it runs, with what it was made from.
    var announce: @Sendable (ContainerInfo, RunOptions) async throws -> Void = { _, _ in }
    /// Told of the end of a container that was waited for.
    var finish: @Sendable (WaitingRun.End) async throws -> Void = { _ in }

    /// - Returns: the container's exit code, unless it goes on running.
    func run(_ options: RunOptions, _ way: Way) async throws -> ExitCode {
        switch way {
        case .detached:
            let result = try await start(options)
            try await announce(result.container, result.options)
            return .success
        case .foreground: return try await foreground(options)
        case .interactive:
            return try await InteractiveRun(context: context, host: host)
                .run(options, announce: announce)
        case .waiting:
            let end = try await WaitingRun(context: context, host: host).run(options)
            try await finish(end)
            return ExitCode(rawValue: Int32(clamping: end.exitCode))
        }
    }

    private func start(_ options: RunOptions, _ observer: RunObserver = RunObserver()) async throws -> RunResult {
        guard let progress else { return try await host.runtime.run(options, observer: observer) }
        let agent = options.identity.agent
        let reporter = ProgressReporter(context: context, isQuiet: false, kind: progress, agents: [agent])
        var observer = observer
        observer.progress = { step in ProgressEvent.events(of: step).forEach { reporter.tell(agent, $0) } }
        return try await reporter.during { [observer] in try await host.runtime.run(options, observer: observer) }
    }

    private func foreground(_ options: RunOptions) async throws -> ExitCode {
        let agent = options.identity.agent
        let foreground = Foreground(
            context: context, project: host.project(options.identity.project),
            stopTimeout: options.stopTimeout, agents: [LogOrigin(agent: agent, replica: 1, name: agent)],
            tellsEnds: false, isRaw: isRaw)
        return try await foreground.run { launching in
            let observer = RunObserver(
                created: { try await launching.created(agent, $0) }, started: { try await launching.started(agent, $0) }
            )
            let result = try await start(options, observer)
            try await announce(result.container, result.options)
            return [
                AgentReport(
                    agent: agent, outcome: .started, image: options.image, container: result.container,
                    options: result.options)
            ]
        }
    }
}
