import AgentManifest
import AgentOrchestrator
import AgentRuntime
import AgentValues
import Diagnostics

/// A project that is brought up, tested, and taken down again, whatever happens.
struct TestRun: Sendable {
    let context: CommandContext
    let session: EngineSession
    let planned: PlannedProject
    /// The command for the host; empty: those of the manifests, in their agents.
    let command: [String]
    /// How long a command may take; nil: what its manifest says, else 10 minutes.
    let timeLimit: Duration?
    let options: UpOptions
    let folder: ReportFolder?
    /// Whether the project is this run's own, so that everything of it goes.
    let ownsProject: Bool
    let progress: ProgressKind
    let format: OutputFormat

    private static let defaultLimit = Duration.seconds(600)
    private static let shownLines = 20

    private var project: Project {
        context.host(on: session, hooks: planned.hooks, variables: planned.variables).project(planned.name)
    }

    /// - Returns: the report, and the error that ended the test early.
    /// - Throws: only before anything is done.
    func run() async throws -> (report: TestReport, error: (any Error)?) {
        try await requireEmptyProject()
        let clock = ContinuousClock()
        let start = clock.now
        var report = TestReport(project: planned.name, started: .now)
        let cases = TestCases(planned: planned, command: command)
        let logs = AgentLogs(
            planned.agents.map {
                LogOrigin(agent: $0.agent, replica: $0.options.identity.replica, name: $0.displayName)
            }, of: planned.name, host: session.host, folder: folder)
        var failure: (any Error)?
        do {
            try await test(cases, logs)
        } catch {
            failure = error
        }
        // Cancellation reaches neither the clean-up nor the report.
        let cleanUp = await Task { await takeDown(logs, cases) }.value
        report.cases = cases.all(after: failure)
        report.seconds = start.duration(to: clock.now).inMilliseconds
        failure = failure ?? cleanUp
        report.exitStatus =
            failure.map { exitStatus(of: $0) } ?? report.cases.lazy.compactMap(\.exitStatus).first { $0 != 0 } ?? 0
        do {
            try folder?.write(Array(JUnitDocument(report: report).text.utf8), to: "junit.xml")
            try folder?.write(OutputChannel.documentBytes(report), to: "report.json")
        } catch {
            failure = failure ?? error
        }
        return (report, failure)
    }

    private func exitStatus(of error: any Error) -> Int32 {
        context.interruption.isRequested ? ExitCode.interrupted.rawValue : ErrorRenderer.exitCode(of: error).rawValue
    }

    /// Refuses a project that has agents already: they would be taken down with the rest.
    private func requireEmptyProject() async throws {
        guard let found = try await session.host.agents(of: planned.name).containers().first else { return }
        throw CommandError(
            .usage, "the project '\(planned.name)' has agents already (\(found.name))",
            hint: "a test takes its project down at the end; leave out --project, or take it down before")
    }

    private func test(_ cases: TestCases, _ logs: AgentLogs) async throws {
        let result = try await context.grouped("Bring up \(planned.name)") { try await bringUp(cases, logs) }
        for report in result.reports { cases.note(report) }
        if let error = RunFailures.joining(result.failures) {
            for error in result.failures { cases.note(failure: error) }
            throw error
        }
        if command.isEmpty {
            for plan in planned.agents where plan.options.identity.replica == 1 {
                guard let test = plan.test, let id = result.reports.container(of: plan.displayName) else { continue }
                try await run(test.command, in: plan.agent, limit: timeLimit ?? test.timeout, cases, logs) { take in
                    try await session.host.program(test.command, in: id).run(output: take)
                }
            }
        } else {
            var ports: [ContainerID: [PortMapping]] = [:]
            for id in result.reports.compactMap(\.container?.id) {
                ports[id] = try await session.host.reachablePorts(of: id)
            }
            var variables = TestVariables.variables(project: planned.name, agents: result.reports, ports: ports)
            variables["AAC_ENGINE"] = session.host.address
            let program = HostCommand(words: command, variables: variables)
            try await run(command, in: nil, limit: timeLimit ?? Self.defaultLimit, cases, logs) { take in
                try await program.run(output: take)
            }
        }
    }

    private func bringUp(_ cases: TestCases, _ logs: AgentLogs) async throws -> UpResult {
        let reporter = ProgressReporter(
            context: context, isQuiet: false, kind: progress, agents: planned.agents.map(\.displayName))
        var observer = reporter.observer(
            created: { try await logs.attach($0, $1.id) }, started: { try logs.started($0, $1.id) })
        let (step, project) = (observer.step, observer.project)
        observer.step = { agent, event in
            cases.note(agent, event)
            step(agent, event)
        }
        observer.project = { agent, event in
            if case .built(let steps) = event { cases.note(agent, built: steps) }
            project(agent, event)
        }
        return try await reporter.during { [observer] in
            try await self.project.up(
                planned.agents, agents: Set(planned.names), options: options, observer: observer)
        }
    }

    /// Runs one command within its time, shows what it prints, and notes what came of it.
    private func run(
        _ words: [String], in agent: String?, limit: Duration, _ cases: TestCases, _ logs: AgentLogs,
        _ body:
            @escaping @Sendable (@escaping @Sendable ([UInt8], LogFrame.Stream) async throws -> Void) async throws
            -> Int32
    ) async throws {
        let file = agent.map { "test-\($0).log" } ?? "test.log"
        let secrets = planned.agents.flatMap {
            SecretFiles.values(project: planned.name, agent: $0.agent, replica: $0.options.identity.replica)
        }
        // In JSON the one document on standard output is the report; in groups everything is on standard error.
        let output = format == .text && context.annotations == nil ? context.output : context.messages
        let messages = context.messages
        let cleaner = LogCleaner(output: output, messages: messages, isRaw: false)
        let sink = TestOutput(hiding: secrets, file: try folder?.create(file)) { bytes, stream in
            try await (stream == .stderr ? messages : output).write(cleaner.clean(bytes, stream))
        }
        let start = ContinuousClock.now
        let name = words.joined(separator: " ")
        let status: Int32?
        do {
            status = try await context.grouped("Test: \(name)") {
                let result: Result<Int32?, any Error>
                do {
                    result = .success(
                        try await withTimeLimit(limit) { try await body { try await sink.take($0, $1) } })
                } catch is TimeLimitExceeded {
                    result = .success(nil)
                } catch {
                    result = .failure(error)
                }
                try await sink.finish()
                return try result.get()
            }
        } catch {
            cases.note(command: name, in: agent, error: error, took: start.duration(to: .now))
            throw error
        }
        cases.note(
            command: name, in: agent, status: status, limit: limit, took: start.duration(to: .now),
            output: await sink.text, file: folder == nil ? nil : file)
        if status != 0 { try await showLogs(logs) }
        if status == nil {
            throw CommandError(
                .timedOut, "the test did not end within \(limit.brief): \(name)", hint: "--timeout gives it more time")
        }
    }

    /// The last lines of the agents, for whoever has to find out why the test failed.
    private func showLogs(_ logs: AgentLogs) async throws {
        for (agent, lines) in await logs.tails(lines: Self.shownLines) {
            try await context.grouped("The last lines of \(agent)") {
                if context.annotations == nil { try await context.messages.line("the last lines of \(agent):") }
                for line in lines { try await context.messages.line("  \(TerminalText.line(line))") }
            }
        }
    }

    /// Takes everything down.
    ///
    /// - Returns: what went wrong.
    private func takeDown(_ logs: AgentLogs, _ cases: TestCases) async -> (any Error)? {
        var failure: (any Error)?
        do {
            let limit: Duration? = context.interruption.isHurried ? .zero : nil
            failure = try await project.down(removesVolumes: ownsProject, stopTimeout: limit).hookFailure
        } catch {
            failure = error
        }
        await logs.finish()
        let builds = Dictionary(
            planned.agents.compactMap { plan in plan.build.map { ($0.reference, plan.agent) } },
            uniquingKeysWith: { first, _ in first })
        for (reference, agent) in ownsProject ? builds : [:] {
            // One that was not built is not there.
            try? await session.host.removeImage(reference, steps: cases.buildSteps(of: agent))
        }
        return failure
    }
}

extension [AgentReport] {
    fileprivate func container(of name: String) -> ContainerID? {
        first { $0.displayName == name }?.container?.id
    }
}
