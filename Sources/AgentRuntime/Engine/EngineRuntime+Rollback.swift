import AgentValues
import Diagnostics
import EngineAPI

extension EngineRuntime {
    /// Removes what a failed run created, the newest first, in tasks that cancellation cannot reach.
    ///
    /// - Returns: the run's error, with what failed on the way in it.
    func rollBack(_ ledger: RunLedger, options: RunOptions, after error: any Error) async -> any Error {
        let error = RunError.naming(options.identity.agent, error)
        let retry = EngineRetry()
        var failures: [any Error] = []
        var keepsFiles = false
        for entry in ledger.entries.reversed() {
            // A container that could not be removed may still run with these files mounted, so they stay until it goes.
            if keepsFiles, entry.isOnHost { continue }
            do {
                try await shielded(limit: options.stopTimeout + .seconds(30)) {
                    try await takeBack(entry, options: options, inDoubt: ledger.isInDoubt(entry), retry)
                }
                ledger.tookBack(entry)
            } catch {
                failures.append(error)
                if case .container = entry { keepsFiles = true }
            }
        }
        guard !failures.isEmpty else { return error }
        var report =
            error as? RunError
            ?? RunError(
                .callFailed, agent: options.identity.agent, "the run failed", underlying: [error],
                callExitCode: ErrorRenderer.exitCode(of: error))
        report.underlying += failures
        report.hint =
            "what is left carries the labels of project '\(options.identity.project)'; 'aac-runtime down' removes it"
        return report
    }

    /// Stops the container of an agent that was started and failed, and leaves it, where the options ask for that.
    ///
    /// - Returns: the agent's failure, with what to do next; nil where nothing is kept, and all is to be taken back.
    func keepFailed(_ ledger: RunLedger, _ options: RunOptions, after error: any Error) async -> RunError? {
        guard options.keepsFailedContainer, var failure = error as? RunError, failure.isAgentsOwn else { return nil }
        do {
            _ = try await shielded(limit: options.stopTimeout + .seconds(30)) {
                // Also where it has ended: its restart policy must not start it again.
                try await engine.containers.stop(options.name, timeout: options.stopTimeout)
            }
        } catch { return nil }
        failure.hint = [failure.hint, "its container '\(options.name)' is kept; 'aac-runtime down' removes it"]
            .compactMap(\.self).joined(separator: "; ")
        return failure
    }

    /// The looks for an object whose creation has an unknown outcome: an engine goes on with a call although its client is gone.
    private static let looks = RetryPolicy(Backoff(from: .milliseconds(100), to: .seconds(1), factor: 4), tries: 4)

    private func takeBack(
        _ entry: RunLedger.Entry, options: RunOptions, inDoubt: Bool, _ retry: EngineRetry
    ) async throws {
        _ = try await Self.looks.poll { () -> Bool? in
            let isFound = try await retry.call { try await takeBack(entry, options: options) }
            return isFound || !inDoubt ? true : nil
        }
    }

    /// - Returns: whether it was there.
    private func takeBack(_ entry: RunLedger.Entry, options: RunOptions) async throws -> Bool {
        do {
            switch entry {
            case .container(let name):
                let container = try await engine.containers.inspect(name)
                guard isOurs(container.configuration.labels ?? [:], options) else { return true }
                if container.state.isRunning {
                    try? await stop(ContainerID(container.id), timeout: options.stopTimeout)
                }
                try await engine.containers.remove(container.id, force: true, volumes: true)
            case .network(let name):
                let network = try await engine.networks.inspect(name)
                // Another run of the project may have put a container on it meanwhile; then it has to stay.
                guard isOurs(network.labels, options), try await engine.networks.members(of: name, all: true).isEmpty
                else {
                    return true
                }
                try await engine.networks.remove(network.id)
            case .volume(let name):
                let volume = try await engine.volumes.inspect(name)
                guard isOurs(volume.labels, options) else { return true }
                try await engine.volumes.remove(volume.name)
            case .files(let files):
                try files.remove()
            case .secrets(let files):
                try files.remove()
            }
            return true
        } catch let error as EngineError where error.code == .notFound {
            // It was never created, or is gone already.
            return false
        }
    }

    private func isOurs(_ labels: [String: String], _ options: RunOptions) -> Bool {
        labels[AgentIdentity.Label.run] == options.identity.run
    }
}
