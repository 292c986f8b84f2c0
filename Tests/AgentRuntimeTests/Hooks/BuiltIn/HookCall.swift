import EngineAPI
import Logging
import Synchronization

@testable import AgentRuntime
import AgentTesting

/// A hook's calls, without a run around them, and what the hook warned of.
struct HookCall: Sendable {
    private final class Warnings: Sendable {
        let texts = Mutex<[String]>([])
    }

    private let box = Warnings()
    let identity: AgentIdentity
    let context: RunContext

    init(project: String = "shop", agent: String = "clerk", engine: EngineClient? = nil, isPlan: Bool = false) {
        identity = AgentIdentity.testing(project: project, agent: agent)
        let box = box
        context = RunContext(
            project: project, agent: agent, run: identity.run, logger: Logger(label: "test"),
            engine: engine.map(EngineView.init), isPlan: isPlan,
            warn: { text in box.texts.withLock { $0.append(text) } })
    }

    var warnings: [String] { box.texts.withLock { $0 } }

    var options: RunOptions { RunOptions(image: "hello:1", name: identity.containerName, identity: identity) }

    /// What the hook makes of the options.
    @discardableResult
    func preRun(_ hook: some RunHook, _ change: (inout RunOptions) -> Void = { _ in }) async throws -> RunOptions {
        var options = options
        change(&options)
        try await hook.preRun(&options, in: context)
        return options
    }
}
