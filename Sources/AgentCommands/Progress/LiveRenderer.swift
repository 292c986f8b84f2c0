import AgentRuntime
import AgentValues
import Diagnostics

/// The live block: one line for each agent, and below several agents a line that counts them.
///
/// Where there are more agents than rows, those that are where they should be are only counted, then those that wait.
struct LiveRenderer: Sendable {
    /// Whether colours are wanted.
    var usesColor: Bool

    /// The widest that the column of names gets.
    private static let widestName = 24
    /// The column of times: `10m05s`.
    private static let timeWidth = 6

    /// - Parameters:
    ///   - size: the terminal's; one column stays free, so that no line is wrapped, and one row for the cursor.
    ///   - now: the time, from the command's start.
    func lines(_ model: ProgressModel, size: TerminalSize, at now: Duration) -> [LiveLine] {
        let agents = model.agents
        guard !agents.isEmpty else { return [] }
        let width = max(1, size.columns - 1)
        let rows = max(1, size.rows - 1)
        let shown = agents.count > 1 && agents.count + 1 > rows ? Self.selected(agents, count: rows - 1) : agents
        let names = agents.map { TerminalText.width(of: $0.name) }.max() ?? 0
        let nameWidth = min(names, Self.widestName, max(1, width / 3))
        var lines = shown.map { line($0, model, nameWidth: nameWidth, width: width, at: now) }
        if agents.count > 1 {
            let hidden = agents.count - shown.count
            var line = LiveLine()
            let more = hidden == 0 || shown.isEmpty ? "" : "; \(hidden) of them not shown"
            line.add(LiveLine.cut(Self.summary(agents) + more, to: width), color(.faint))
            lines.append(line)
        }
        return lines
    }

    /// The agents that need most attention, in the order that they have.
    private static func selected(_ agents: [ProgressModel.Agent], count: Int) -> [ProgressModel.Agent] {
        let byNeed = agents.indices.sorted { (need(agents[$0]), $0) < (need(agents[$1]), $1) }
        return byNeed.prefix(max(0, count)).sorted().map { agents[$0] }
    }

    private static func need(_ agent: ProgressModel.Agent) -> Int {
        switch agent.phase {
        case .failed, .rollingBack, .restored: 0
        case _ where agent.phase.isActive: 1
        case .waiting, .skipped, .unfinished: 2
        case .pending: 3
        default: 4
        }
    }

    /// `7 of 10 healthy, 1 failed, 2 waiting`.
    static func summary(_ agents: [ProgressModel.Agent]) -> String {
        var counts: [(name: String, count: Int)] = []
        for agent in agents where !agent.phase.isGood {
            let name =
                switch agent.phase {
                case .pending, .waiting, .waitingForLock: "waiting"
                default: agent.phase.isActive ? "under way" : agent.phase.name
                }
            if let index = counts.firstIndex(where: { $0.name == name }) {
                counts[index].count += 1
            } else {
                counts.append((name, 1))
            }
        }
        let reached = Set(agents.map(\.phase).filter(\.isGood).map(\.name))
        // An agent whose image is built is on its way, unless that is all that was wanted.
        let word = reached.isDisjoint(with: ["healthy", "unchanged"]) ? reached.first ?? "healthy" : "healthy"
        let good = "\(agents.count { $0.phase.isGood }) of \(agents.count) \(word)"
        return ([good] + counts.map { "\($0.count) \($0.name)" }).joined(separator: ", ")
    }

    private func line(
        _ agent: ProgressModel.Agent, _ model: ProgressModel, nameWidth: Int, width: Int, at now: Duration
    ) -> LiveLine {
        var line = LiveLine()
        line.add(LiveLine.cut(TerminalText.line(agent.name), to: nameWidth))
        let time = agent.elapsed(at: now).map { agent.phase.isEnd ? $0.brief : PhaseText.whole($0) } ?? ""
        let timeWidth = max(Self.timeWidth, TerminalText.width(of: time))
        let room = width - nameWidth - 2 - timeWidth - 1
        // Where there is no room for both, what happens is worth more than how long it takes.
        let textWidth = room >= 12 ? room : width - nameWidth - 2
        guard textWidth > 0 else { return line }
        line.pad(to: nameWidth + 2)
        let texts = PhaseText(model: model, agent: agent, now: now).texts.map { TerminalText.line($0) }
        let text = texts.first { TerminalText.width(of: $0) <= textWidth } ?? texts.last ?? ""
        line.add(LiveLine.cut(text, to: textWidth), color(of: agent, at: now))
        if room >= 12, !time.isEmpty {
            line.pad(to: width - TerminalText.width(of: time))
            line.add(time, color(.faint))
        }
        return line
    }

    private func color(of agent: ProgressModel.Agent, at now: Duration) -> LiveLine.Color? {
        switch agent.phase {
        case .failed, .restored: color(.red)
        case .rollingBack: color(agent.failure == nil ? .yellow : .red)
        case .healthy, .unchanged, .done: color(.green)
        case .skipped, .unfinished, .rolledBack: color(.yellow)
        case .pending, .waiting: color(.faint)
        default: agent.isSlow(at: now) ? color(.yellow) : nil
        }
    }

    private func color(_ color: LiveLine.Color) -> LiveLine.Color? { usesColor ? color : nil }
}
