import AgentRuntime
import AgentValues
import EngineAPI
import Synchronization

/// Prints one container's output as it comes, over restarts of its command and absences of the engine.
struct ContainerFollower: Sendable {
    /// Where the output of one start of the command comes from.
    enum Source: Sendable {
        /// From the command itself.
        case attached(AttachedOutput)
        /// From the engine's log.
        case log
    }

    /// How long an engine may take to notice that a command has ended, once its output has.
    private static let noticeLimit = Duration.seconds(3)
    /// How much later than the end of its output a command may have ended by the engine's clock.
    private static let clockLimit = Duration.milliseconds(100)
    private static let policy = RetryPolicy(.every(.milliseconds(100)), tries: 21)

    let container: ContainerID
    let origin: LogOrigin
    let host: AgentHost
    let reconnector: EngineReconnector
    let sink: any LogSink
    /// One element for each start of its command.
    let sources: AsyncStream<Source>
    /// Whether this is the output of the last start so far.
    let isLatest: @Sendable (AttachedOutput) -> Bool
    /// Which part of the past is wanted, as long as nothing was read.
    let past: LogOptions
    /// Told what somebody who reads along should know.
    let report: @Sendable (String) -> Void

    /// Returns when the starts have ended and the last one's output is printed.
    func run(from start: LogPosition) async throws {
        var position = start
        var wasLost = false
        // Whether more was printed than the position knows from the log.
        var isAhead = false
        // How often the engine had restarted it when everything was read.
        var wholeAfter: Int?
        func readLog(follows: @escaping @Sendable () -> Bool) async throws {
            if isAhead { position.rewind() }
            isAhead = false
            position = try await read(from: position, follows: follows)
        }
        for await source in sources {
            switch source {
            case .attached(let output):
                let end = try await read(output, &position, restarts: wholeAfter ?? 0)
                isAhead = true
                wholeAfter = end.restarts
                guard end.isLost else { continue }
                wasLost = true
                reportBreak()
                try await readLog { isLatest(output) }
            case .log:
                try await readLog { true }
                // A line without its end is one at the end of the command. Podman can end what follows a log before that.
                if host.engine.kind == .docker { try await sink.finish(&position, of: origin) }
                wholeAfter = nil
            }
        }
        if let restarts = wholeAfter {
            // The engine may have started it again unseen.
            let count = try await inspection().container?.restartCount ?? restarts
            if count != restarts { try await readLog { false } }
        } else {
            // Podman can end what follows a log before the log's last lines; what is over is read to its end.
            let (wasAhead, before) = (isAhead, position.printed)
            try await readLog { false }
            if wasAhead, position.printed != before { reportBreak() }
            if wasLost, position.isLogCut {
                report("\(origin.name): the engine's log no longer has all of its output; some may be missing")
            }
        }
        try await sink.finish(&position, of: origin)
    }

    private func reportBreak() {
        report("\(origin.name): the connection to its output broke; the engine's log has the rest")
    }

    /// Reads what one start of the command prints.
    ///
    /// - Parameter restarts: how often the engine had restarted it before.
    /// - Returns: how often it has now, nil where not everything was read; and whether the connection broke.
    private func read(
        _ output: AttachedOutput, _ position: inout LogPosition, restarts: Int
    ) async throws -> (restarts: Int?, isLost: Bool) {
        switch try await output.read({ try await sink.print($0, .plain, of: origin, &position) }) {
        case .neverStarted: return (restarts, false)
        case .closed: return (nil, false)
        case .broken: return (nil, isLatest(output))
        case .ended: break
        }
        // Overtaken by a start that somebody else is connected to.
        guard isLatest(output) else { return (restarts, false) }
        let end = EngineTime.now
        // Engines end the output with the command; a connection that is closed on the way looks the same.
        let (found, breaks) = try await inspection()
        guard let found else { return (restarts, false) }
        guard found.restartCount == restarts else {
            try await sink.finish(&position, of: origin)
            return (nil, false)
        }
        guard breaks == 0 else { return (nil, isLatest(output)) }
        if found.state.isRunning {
            guard try await hasEnded() else { return (nil, isLatest(output)) }
            // Either the engine had not noticed the end yet, or the command went on without us; of that the log knows more.
            let finished = try await inspection().container?.state.finishedAt ?? end
            guard finished - end < Self.clockLimit else { return (nil, false) }
        }
        try await sink.finish(&position, of: origin)
        return (restarts, false)
    }

    /// Whether the container's command has ended, or is gone.
    private func hasEnded() async throws -> Bool {
        do {
            return try await withTimeLimit(Self.noticeLimit) {
                try await reconnector.surviving { _ in
                    try await host.engine.unlessMissing {
                        _ = try await host.engine.containers.wait(container.rawValue, condition: .notRunning).exit()
                    }
                }
                return true
            }
        } catch is TimeLimitExceeded {
            return false
        } catch let error as EngineError where error.code == .conflict || error.code == .serverError {
            // It is being removed.
            return true
        }
    }

    /// The container, nil when it is gone, and how often the connection broke meanwhile.
    private func inspection() async throws -> (container: ContainerInspection?, breaks: Int) {
        do {
            return try await reconnector.surviving { breaks in
                let found = try await host.engine.unlessMissing {
                    try await host.engine.containers.inspect(container.rawValue)
                }
                return (found, breaks)
            }
        } catch let error as EngineError where error.code == .conflict || error.code == .serverError {
            // It is being removed.
            return (nil, 0)
        }
    }

    /// Reads what is in the log and, where it follows, what comes until the container stops.
    private func read(from start: LogPosition, follows: @escaping @Sendable () -> Bool) async throws -> LogPosition {
        let current = Mutex(start)
        do {
            try await reconnector.surviving { _ in
                var position = current.withLock(\.self)
                var options = past
                if let since = position.since { (options.since, options.tail) = (since, nil) }
                options.follow = follows()
                options.timestamps = true
                guard let stream = try await stream(options) else { return }
                let form = stream.form(hasTimes: true)
                position.resume(form)
                // The position must outlast the error that a break throws.
                defer { current.withLock { [position] in $0 = position } }
                for try await frame in stream { try await sink.print(frame, form, of: origin, &position) }
            }
        } catch let error as EngineError where error.code == .notFound || error.code == .conflict {
            // It was removed, or is being removed: there will be no more of it.
        }
        return current.withLock(\.self)
    }

    /// The stream; nil when the container is gone. While it is being removed, Podman answers with errors of its own.
    private func stream(_ options: LogOptions) async throws -> LogStream? {
        do {
            return try await Self.policy.call(if: { ($0 as? EngineError)?.code == .serverError }) {
                try await host.runtime.streamLogs(container, options: options)
            }
        } catch let error as EngineError where error.code == .notFound || error.code == .conflict {
            return nil
        }
    }
}
