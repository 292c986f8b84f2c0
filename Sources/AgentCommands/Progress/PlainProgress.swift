import AgentRuntime
import AgentValues
import Diagnostics

/// Progress as lines, one for each change, for logs: no line tells how many bytes there are by now, except that of a slow agent.
struct PlainProgress: LineProgress {
    /// Whether only warnings are told.
    let isQuiet: Bool
    private var model: ProgressModel
    private var last: [String: String] = [:]
    private var probed: [String: Duration] = [:]
    private var reminders = Reminders()

    /// At most one change of a probe's answer is told in this time.
    private static let probeDistance = Duration.seconds(1)

    init(isQuiet: Bool = false, agents: [String] = []) {
        self.isQuiet = isQuiet
        model = ProgressModel(agents: agents)
    }

    mutating func lines(telling event: ProgressEvent, of agent: String, at now: Duration) -> [String] {
        let before = model
        model.take(event, of: agent, at: now)
        // It is told of all agents, and changes nothing for those that have nothing to remove.
        if event == .takingBack, model == before { return [] }
        guard let text = Self.text(for: event), event.isImportant || !isQuiet, last[agent] != text else { return [] }
        if case .probing = event {
            if let before = probed[agent], now - before < Self.probeDistance { return [] }
            // The first answer of a new agent is never too early.
            if case .probing(_, _?, _, _) = event { probed[agent] = now }
        } else {
            probed[agent] = nil
        }
        last[agent] = text
        return [TerminalText.line("\(agent): \(text)")]
    }

    mutating func reminders(at now: Duration) -> [String] {
        guard !isQuiet else { return [] }
        return reminders.due(in: model, at: now).compactMap { agent in
            let text = PhaseText(model: model, agent: agent, now: now).texts.first
            return text.map { TerminalText.line("\(agent.name): still \($0)") }
        }
    }

    /// The text for a change; nil where it is none.
    static func text(for event: ProgressEvent) -> String? {
        switch event {
        case .waiting(let names): "waiting for \(names.joined(separator: ", "))"
        case .waitingForLock(let holder): "waiting for \(holder), which works on the same project"
        case .note(let text): text
        case .warning(let text): "warning: \(text)"
        case .building(let output): text(for: output)
        case .pulling(let image, _, _, _, _): image.isEmpty ? "pulling" : "pulling \(image)"
        case .replacing(let container, let reason): "replacing \(container): \(reason)"
        case .recreating(let reason): "recreating: \(reason)"
        case .creating: "creating"
        case .starting: "starting"
        case .probing(let check, nil, _, _): "probing \(check)"
        case .probing(let check, let last?, _, _): "probing \(check): \(last)"
        case .ready(let elapsed): "ready after \(elapsed.brief)"
        case .unchanged: "unchanged"
        case .done(let word): word
        case .failed(let reason): "failed: \(reason)"
        case .skipped(let other): "skipped: it needs \(other)"
        case .rollingBack: "failed; removing what was created"
        case .takingBack: "removing what was created"
        case .restored: "the container before runs again"
        case .removing(let reason): "removing: \(reason)"
        case .removed: "removed"
        }
    }

    private static func text(for output: BuildOutput) -> String? {
        switch output {
        case .note(let text), .line(let text): "build: \(text)"
        case .step(let number, let count, let instruction): "build \(number)/\(count): \(instruction)"
        case .cached: "build: from the cache"
        case .pull(nil, let status, _, _): "build: \(status)"
        case .pull: "build: pulling the base image"
        }
    }
}

extension ProgressEvent {
    /// Whether `--quiet` lets it through.
    var isImportant: Bool {
        switch self {
        case .warning: true
        default: false
        }
    }
}
