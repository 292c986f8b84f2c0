import AgentOrchestrator
import AgentRuntime

/// What is told of one agent while a command works on it.
enum ProgressEvent: Sendable, Hashable {
    /// It waits until these agents have come as far as it needs them.
    case waiting(for: [String])
    /// Another command, this one, works on the project.
    case waitingForLock(holder: String)
    /// Something to know that changes nothing.
    case note(String)
    /// Something to know that does not stop the command; it is shown with `--quiet` too.
    case warning(String)
    /// Its image is being built.
    case building(BuildOutput)
    /// Its image is being pulled: what the engine says about a layer, and the bytes of it where they are known.
    case pulling(image: String, layer: String?, status: String, done: Int64?, total: Int64?)
    /// A leftover of it is being replaced, and why.
    case replacing(container: String, reason: String)
    /// It runs and is being replaced, and why.
    case recreating(reason: String)
    /// Its container is being created.
    case creating
    /// Its container is being started.
    case starting
    /// It is asked whether it is ready: the last answer, how many attempts failed, and after which time the wait ends.
    case probing(check: String, last: String?, attempt: Int, limit: Duration)
    /// It is ready, so long after its start.
    case ready(after: Duration)
    /// It runs as it is wanted.
    case unchanged
    /// What was wanted of it is done, in a few words, such as `built`.
    case done(String)
    /// It did not come up, and why.
    case failed(String)
    /// It was not tried, because of this agent.
    case skipped(becauseOf: String)
    /// What was created for it is being removed.
    case rollingBack
    /// What was created is being removed, for this agent where there is anything.
    case takingBack
    /// What ran before runs again, because what was to replace it failed.
    case restored
    /// Its container is being removed, as is wanted, and why.
    case removing(reason: String)
    /// Its container is removed, as was wanted.
    case removed
}

extension ProgressEvent {
    /// The events of one step of a run.
    static func events(of step: RunStep) -> [ProgressEvent] {
        switch step {
        case .changed(let changes): changes.changes.map { .note("hook '\(changes.hook)' changed \($0)") }
        case .pulling(let image, let layer, let status, let done, let total):
            [.pulling(image: image, layer: layer, status: status, done: done, total: total)]
        case .replacing(let container, let reason): [.replacing(container: container, reason: reason)]
        case .creating: [.creating]
        case .starting: [.starting]
        case .probing(let check, let last, let attempt, let limit):
            [.probing(check: check, last: last, attempt: attempt, limit: limit)]
        case .ready(let elapsed): [.ready(after: elapsed)]
        case .warning(let text): [.warning(text)]
        case .rollingBack: [.rollingBack]
        }
    }

    /// The event of a step of a project.
    init(_ step: ProjectStep) {
        switch step {
        case .locked(let holder): self = .waitingForLock(holder: holder)
        case .waiting(let others): self = .waiting(for: others)
        case .built: self = .done("built")
        case .upToDate(let image): self = .done("image up to date (\(image))")
        case .unchanged: self = .unchanged
        case .recreating(let reason): self = .recreating(reason: reason)
        case .restored: self = .restored
        case .failed(let reason): self = .failed(reason)
        case .skipped(let cause): self = .skipped(becauseOf: cause)
        case .takingBack: self = .takingBack
        case .removing(let reason): self = .removing(reason: reason)
        case .removed: self = .removed
        }
    }
}
