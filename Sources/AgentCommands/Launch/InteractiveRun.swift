import AgentOrchestrator
import AgentRuntime
import Diagnostics
import Synchronization

/// One container with our standard streams connected to its command's, from its first byte to its last.
struct InteractiveRun: Sendable {
    let context: CommandContext
    let host: AgentHost

    /// - Parameter announce: told of the container once it runs, with what it was made from.
    /// - Returns: the command's exit code; the container is removed.
    func run(
        _ options: RunOptions, announce: (ContainerInfo, RunOptions) async throws -> Void = { _, _ in }
    ) async throws -> ExitCode {
        let attached = Attachment()
        let observer = RunObserver(created: { container in
            attached.connection = try await host.attach(container.id, terminal: options.terminal)
        })
        let result = try await host.runtime.run(options, observer: observer)
        let container = result.container
        let project = host.project(options.identity.project)
        do {
            try await announce(container, result.options)
            let outcome = try await project.withinLease(
                of: container.id, options.lifetime, reconnector: host.reconnector(),
                stopTimeout: options.stopTimeout
            ) {
                if let connection = attached.connection {
                    try await InteractiveSession(
                        connection: connection, hasTerminal: options.terminal, forwardsInput: true, context: context
                    ).run()
                }
                return try await host.exitCode(of: container.id)
            }
            try await remove(container, of: project)
            switch outcome {
            case .ended(let code): return ExitCode(rawValue: Int32(clamping: code))
            case .over(let end):
                try await context.messages.line(TerminalText.line("\(options.identity.agent): \(end.reason)"))
                return .timedOut
            }
        } catch {
            try await remove(container, of: project)
            throw error
        }
    }

    /// Removes the container, and the network that nobody is on any more, where cancellation cannot reach it.
    private func remove(_ container: ContainerInfo, of project: Project) async throws {
        try await Task {
            try await host.runtime.remove(container.id)
            try await project.removeUnusedNetworks()
        }.value
    }

    /// The connection that is made once the container is created.
    private final class Attachment: Sendable {
        private let state = Mutex<AgentConnection?>(nil)

        var connection: AgentConnection? {
            get { state.withLock { $0 } }
            set { state.withLock { $0 = newValue } }
        }
    }
}
