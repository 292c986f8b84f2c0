import AgentRuntime
import AgentValues
import FoundationEssentials

/// Progress as JSON objects, one a line, one for each change; see the article about progress for their keys.
struct JSONProgress: LineProgress {
    /// Whether only warnings are told.
    let isQuiet: Bool
    /// When the command started.
    let start: EngineTime
    private var model: ProgressModel
    private var reminders = Reminders()
    private var last: [String: ProgressModel.Agent] = [:]
    private var pulled: [String: Duration] = [:]

    /// Bytes are told at most once in this time.
    private static let pullDistance = Duration.seconds(1)

    init(isQuiet: Bool = false, agents: [String] = [], start: EngineTime) {
        model = ProgressModel(agents: agents)
        self.isQuiet = isQuiet
        self.start = start
    }

    mutating func lines(telling event: ProgressEvent, of name: String, at now: Duration) -> [String] {
        model.take(event, of: name, at: now)
        if model[name] == nil {
            return model.agents.filter { $0.name.hasPrefix("\(name)/") }.flatMap {
                lines(for: event, of: $0.name, at: now)
            }
        }
        return lines(for: event, of: name, at: now)
    }

    private mutating func lines(for event: ProgressEvent, of name: String, at now: Duration) -> [String] {
        guard let agent = model[name], event.isImportant || !isQuiet else { return [] }
        let isNews = event.isMessage || last[name] != agent
        if !isNews { return [] }
        let isPull = if case .pulling = agent.phase { last[name]?.phase.name == "pulling" } else { false }
        if isPull, let before = pulled[name], now - before < Self.pullDistance { return [] }
        if case .pulling = agent.phase { pulled[name] = now }
        // Only the number of the attempt differs.
        if case .probing(let old) = last[name]?.phase, case .probing(let new) = agent.phase, old.last == new.last,
            !event.isMessage
        {
            return []
        }
        last[name] = agent
        return line(agent, PlainProgress.text(for: event) ?? agent.phase.name, level: event.level, event, at: now)
    }

    mutating func reminders(at now: Duration) -> [String] {
        guard !isQuiet else { return [] }
        return reminders.due(in: model, at: now).flatMap { agent in
            let text = PhaseText(model: model, agent: agent, now: now).texts.first ?? agent.phase.name
            return line(agent, "still \(text)", level: "info", nil, at: now)
        }
    }

    private func line(
        _ agent: ProgressModel.Agent, _ message: String, level: String, _ event: ProgressEvent?, at now: Duration
    ) -> [String] {
        var object = Object(
            agent: agent.name, state: agent.phase.name, message: message, level: level,
            elapsed: now.inMilliseconds, time: start.advanced(by: now))
        switch agent.phase {
        case .pulling(let image, let tally):
            object.image = image
            if !tally.isEmpty { object.pulled = .init(done: tally.done, total: tally.total) }
        case .building(let build):
            if build.count > 0 {
                object.step = .init(number: build.number, of: build.count, instruction: build.instruction)
            }
            if !build.pulled.isEmpty { object.pulled = .init(done: build.pulled.done, total: build.pulled.total) }
            if case .building(.line(let text)) = event { object.output = text }
        case .probing(let probe):
            object.probe = .init(
                check: probe.check, last: probe.last, attempt: probe.attempt, limit: probe.limit.inMilliseconds)
        case .waiting(let names): object.waitsFor = names
        default: break
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Every value is text, a number or a list of them, so there is nothing that cannot be encoded.
        return (try? encoder.encode(object)).map { [String(decoding: $0, as: UTF8.self)] } ?? []
    }

    private struct Object: Encodable {
        var agent: String
        var state: String
        var message: String
        var level: String
        var elapsed: Double
        var time: EngineTime
        var image: String?
        var pulled: Bytes?
        var step: Step?
        var output: String?
        var probe: Probe?
        var waitsFor: [String]?
    }

    private struct Bytes: Encodable {
        var done: Int64
        var total: Int64
    }

    private struct Step: Encodable {
        var number: Int
        var of: Int
        var instruction: String
    }

    private struct Probe: Encodable {
        var check: String
        var last: String?
        var attempt: Int
        var limit: Double
    }
}

extension ProgressEvent {
    /// Whether it says something of its own, besides where the agent is.
    fileprivate var isMessage: Bool {
        switch self {
        case .note, .warning, .building(.note), .building(.line), .building(.cached): true
        default: false
        }
    }

    fileprivate var level: String {
        switch self {
        case .warning: "warning"
        case .failed, .rollingBack: "error"
        default: "info"
        }
    }
}

extension Duration {
    /// Seconds, rounded to milliseconds.
    var inMilliseconds: Double {
        Double(components.seconds) + Double(components.attoseconds / 1_000_000_000_000_000) / 1000
    }
}

extension EngineTime {
    /// This time and so much more.
    fileprivate func advanced(by time: Duration) -> EngineTime {
        let nanoseconds = nanoseconds + Int64(time.components.attoseconds / 1_000_000_000)
        return EngineTime(
            seconds: seconds + time.components.seconds + nanoseconds / 1_000_000_000,
            nanoseconds: nanoseconds % 1_000_000_000)
    }
}
