import AgentOrchestrator
import AgentValues
import Diagnostics
import Logging

/// What every command does first: it removes what is past its time, so that agents go even where nothing else of ours runs.
///
/// Nothing that fails here keeps a command from its work.
struct LeaseSweep: Sendable {
    /// How long the sweep may take. A list takes milliseconds, and no command is to wait for an engine that is busy with other things.
    private static let patience = Duration.seconds(2)

    let context: CommandContext
    let session: EngineSession

    func run() async {
        let logger = context.logger(of: session)
        let reaper = Reaper(session.host)
        do {
            guard let found = try await found(by: reaper), !found.containers.isEmpty else { return }
            let report = try await reaper.reap(found)
            for failure in report.failures { logger.debug("not removed though its time is over: \(failure)") }
            if let line = Self.line(about: report) { try await context.messages.line(line) }
        } catch {
            logger.debug("did not look for agents whose time is over: \(error)")
        }
    }

    /// nil when the engine takes too long.
    private func found(by reaper: Reaper) async throws -> ReapReport? {
        do { return try await withTimeLimit(Self.patience) { try await reaper.find() } } catch is TimeLimitExceeded {
            return nil
        }
    }

    /// One line; nil when nothing was removed.
    static func line(about report: ReapReport) -> String? {
        guard !report.containers.isEmpty else { return nil }
        let names = report.containers.map { "\($0.container) (\($0.reason))" }
        return TerminalText.line("removed \(names.joined(separator: ", "))")
    }
}
