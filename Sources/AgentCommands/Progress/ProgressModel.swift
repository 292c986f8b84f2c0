import AgentRuntime

/// Where every agent of a command is: events go in, nothing is written. Times count from the command's start.
struct ProgressModel: Sendable, Hashable {
    /// One agent.
    struct Agent: Sendable, Hashable {
        /// Its display name.
        var name: String
        var phase = AgentPhase.pending
        /// When the phase began.
        var since: Duration
        /// When somebody first worked on it.
        var started: Duration?
        /// When it came to an end.
        var ended: Duration?
        /// Why it did not come up.
        var failure: String?

        /// How long it takes, or took; nil before its turn.
        func elapsed(at now: Duration) -> Duration? { started.map { (ended ?? now) - $0 } }

        /// How long the phase lasts.
        func waited(at now: Duration) -> Duration { now - since }

        /// Whether it is so long in one phase that the user wants to know why.
        func isSlow(at now: Duration) -> Bool {
            !phase.isEnd && phase != .pending && waited(at: now) >= ProgressModel.slowness
        }
    }

    /// The agents, as they were named or first told of.
    private(set) var agents: [Agent] = []
    private var places: [String: Int] = [:]

    /// After which time in one phase an agent is slow.
    static let slowness = Duration.seconds(5)

    /// - Parameter agents: those that will be told of, where they are known.
    init(agents: [String] = []) {
        for name in agents { _ = place(of: name, at: .zero) }
    }

    /// An agent of that name.
    subscript(name: String) -> Agent? { places[name].map { agents[$0] } }

    /// Takes what is told of an agent.
    mutating func take(_ event: ProgressEvent, of name: String, at now: Duration) {
        // What is told of an agent is told of all its replicas; a build is for all of them.
        let replicas = places[name] == nil ? agents.map(\.name).filter { $0.hasPrefix("\(name)/") } : []
        for name in replicas.isEmpty ? [name] : replicas { take(event, at: place(of: name, at: now), now) }
    }

    private mutating func take(_ event: ProgressEvent, at index: Int, _ now: Duration) {
        if case .failed(let reason) = event { agents[index].failure = reason }
        guard let phase = Self.phase(after: agents[index].phase, event) else { return }
        if phase.name != agents[index].phase.name { agents[index].since = now }
        agents[index].phase = phase
        if phase.isWork, agents[index].started == nil { agents[index].started = now }
        agents[index].ended = phase.isEnd ? now : nil
    }

    /// Notes that the command has done its work; agents that nothing was told of were not touched.
    mutating func finish() {
        agents.removeAll { $0.phase == .pending }
        places = Dictionary(
            agents.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Notes that the command ended early and has taken back what it created.
    mutating func stop(at now: Duration) {
        for index in agents.indices {
            let agent = agents[index]
            switch agent.phase {
            case .healthy, .rollingBack: agents[index].phase = agent.failure == nil ? .rolledBack : .failed
            case _ where agent.phase.isEnd: continue
            default: agents[index].phase = agent.failure == nil ? .unfinished : .failed
            }
            agents[index].ended = agent.ended ?? now
        }
    }

    private mutating func place(of name: String, at now: Duration) -> Int {
        if let place = places[name] { return place }
        agents.append(Agent(name: name, since: now))
        places[name] = agents.count - 1
        return agents.count - 1
    }

    /// The phase that an event leads to; nil where it changes none.
    private static func phase(after current: AgentPhase, _ event: ProgressEvent) -> AgentPhase? {
        switch event {
        case .note, .warning: return nil
        case .waiting(let names): return .waiting(names)
        case .waitingForLock(let holder): return .waitingForLock(holder: holder)
        case .building(let output):
            var build = AgentPhase.Build()
            if case .building(let known) = current { build = known }
            build.take(output)
            return .building(build)
        case .pulling(let image, let layer, let status, let done, let total):
            var tally = PullTally()
            if case .pulling(_, let known) = current { tally = known }
            tally.note(layer: layer, status: status, done: done, total: total)
            return .pulling(image: image, tally)
        case .replacing(_, let reason), .recreating(let reason): return .replacing(reason: reason)
        case .creating: return .creating
        case .starting: return .starting
        case .probing(let check, let last, let attempt, let limit):
            return .probing(.init(check: check, last: last, attempt: attempt, limit: limit))
        case .ready(let elapsed): return .healthy(after: elapsed)
        case .unchanged: return .unchanged
        case .done(let word): return .done(word)
        case .failed: return .failed
        case .skipped(let other): return .skipped(becauseOf: other)
        case .rollingBack: return .rollingBack
        case .takingBack: if case .healthy = current { return .rollingBack } else { return nil }
        case .restored: return .restored
        case .removing(let reason): return .removing(reason: reason)
        case .removed: return .removed
        }
    }
}

extension AgentPhase.Build {
    /// Takes what a build says.
    mutating func take(_ output: BuildOutput) {
        switch output {
        case .note: break
        case .step(let number, let count, let instruction):
            (self.number, self.count, self.instruction, line) = (number, count, instruction, nil)
        case .cached: line = "from the cache"
        case .line(let text): line = text
        case .pull(let layer, let status, let done, let total):
            pulled.note(layer: layer, status: status, done: done, total: total)
        }
    }
}
