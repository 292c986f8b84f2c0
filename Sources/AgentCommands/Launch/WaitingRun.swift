import AgentOrchestrator
import AgentRuntime
import Diagnostics

/// One container that runs to its end without its output being shown, and is removed then.
struct WaitingRun: Sendable {
    /// How it ended. Its JSON is the result of `run --wait`.
    struct End: Sendable, Encodable {
        var id: String
        var name: String
        var exitCode: Int
        /// Whether the kernel ended it for want of memory, as far as the engine noticed: Podman does not with cgroups of version 1.
        var outOfMemory: Bool
    }

    let context: CommandContext
    let host: AgentHost

    /// Returns when the command has ended and the container is removed. When it is cancelled, the container is stopped and removed.
    func run(_ options: RunOptions) async throws -> End {
        let run = try await host.runtime.run(options)
        let messages = MessageQueue(context.messages)
        let reconnector = host.reconnector { messages.tell($0) }
        let result: Result<End, any Error>
        do {
            result = .success(try await wait(for: run.container, run.options, reconnector, messages))
        } catch {
            result = .failure(error)
        }
        do {
            try await remove(run.container, run.options, after: result, reconnector)
        } catch {
            await messages.end()
            throw error
        }
        await messages.end()
        return try result.get()
    }

    private func wait(
        for container: ContainerInfo, _ options: RunOptions, _ reconnector: EngineReconnector, _ messages: MessageQueue
    ) async throws -> End {
        let wasOOMKilled = Mutable(false)
        let code = try await Supervisor(
            of: container.id, options: options, on: host, reconnector: reconnector
        ) { event in
            if case .ended(_, let killed) = event { wasOOMKilled.set(killed) }
            // An ordinary end is told by the exit status.
            if !event.isEnd || wasOOMKilled.value { messages.tell("\(options.identity.agent): \(event)") }
        }.run()
        return End(
            id: container.id.rawValue, name: container.name, exitCode: code, outOfMemory: wasOOMKilled.value)
    }

    /// Removes the container, and the network that nobody is on any more, where cancellation cannot reach it.
    private func remove(
        _ container: ContainerInfo, _ options: RunOptions, after result: Result<End, any Error>,
        _ reconnector: EngineReconnector
    ) async throws {
        // That error says already what is left behind.
        if case .failure(let error) = result, (error as? SupervisionError)?.code == .engineLost { return }
        let project = host.project(options.identity.project)
        try await Task {
            try await reconnector.surviving { _ in
                if case .failure = result { try await host.runtime.stop(container.id, timeout: options.stopTimeout) }
                try await host.runtime.remove(container.id)
                try await project.removeUnusedNetworks()
            }
        }.value
    }
}
