import AgentOrchestrator
import AgentRuntime
import Diagnostics
import EngineAPI
import Synchronization

/// One container with our standard streams connected to its command's, from its first byte to its last.
struct InteractiveRun: Sendable {
    let context: CommandContext
    let session: EngineSession
    let runtime: any ContainerRuntime

    /// - Parameter announce: told of the container once it runs, with what it was made from.
    /// - Returns: the command's exit code; the container is removed.
    func run(
        _ options: RunOptions, announce: (ContainerInfo, RunOptions) async throws -> Void = { _, _ in }
    ) async throws -> ExitCode {
        let attached = Attachment()
        let observer = RunObserver(created: { container in
            attached.stream = try await session.client.containers.attach(
                container.id.rawValue, AttachOptions(stdin: true), tty: options.terminal)
        })
        let result = try await runtime.run(options, observer: observer)
        let container = result.container
        let project = Project(name: options.identity.project, engine: session.client, runtime: runtime)
        do {
            try await announce(container, result.options)
            let outcome = try await project.withinLease(
                of: container.id, options.lifetime, lifeline: EngineLifeline(session.client),
                stopTimeout: options.stopTimeout
            ) {
                if let stream = attached.stream {
                    try await InteractiveSession(
                        stream: stream, hasTerminal: options.terminal, forwardsInput: true, context: context
                    ).run()
                }
                return try await session.client.containers.wait(container.id.rawValue, condition: .notRunning).exit()
            }
            try await remove(container, of: project)
            switch outcome {
            case .ended(let exit): return ExitCode(rawValue: Int32(clamping: exit.code))
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
            try await runtime.remove(container.id)
            try await project.removeUnusedNetworks()
        }.value
    }

    /// The stream that the container's creation leads to.
    private final class Attachment: Sendable {
        private let state = Mutex<AttachedStream?>(nil)

        var stream: AttachedStream? {
            get { state.withLock { $0 } }
            set { state.withLock { $0 = newValue } }
        }
    }
}
