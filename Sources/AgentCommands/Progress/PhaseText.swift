import AgentRuntime
import Diagnostics

/// What is said about an agent's phase.
///
/// Each text comes in several lengths, the fullest first, so that a narrow terminal can take one that fits.
struct PhaseText: Sendable {
    let model: ProgressModel
    let agent: ProgressModel.Agent
    /// The time, from the command's start.
    let now: Duration

    /// What is happening; once that takes long, what it waits for.
    var texts: [String] { agent.isSlow(at: now) ? explanations : briefs }

    /// What is happening, however long it takes.
    private var briefs: [String] {
        switch agent.phase {
        case .pending: [model.agents.contains { $0.phase.isActive } ? "waiting for its turn" : "waiting"]
        case .waiting(let names): ["waiting for \(names.joined(separator: ", "))"]
        case .waitingForLock(let holder): ["waiting for \(holder), which works on the same project"]
        case .building(let build): Self.building(build, for: nil)
        case .pulling(let image, let tally):
            tally.text.map { [image.isEmpty ? "pulling: \($0)" : "pulling \(image): \($0)", "pulling: \($0)"] }
                ?? [image.isEmpty ? "pulling" : "pulling \(image)", "pulling"]
        case .replacing(let reason): ["replacing: \(reason)"]
        case .probing(let probe):
            probe.last.map { ["probing \(probe.check): \($0)", "probing: \($0)", "probing: \(Self.core(of: $0))"] }
                ?? ["probing \(probe.check)"]
        case .skipped(let other): ["skipped: it needs \(other)"]
        case .failed: ["failed" + reason]
        case .rollingBack:
            agent.failure == nil
                ? ["removing what was created"] : ["failed\(reason); removing what was created", "failed\(reason)"]
        case .rolledBack: ["removed again"]
        case .restored: ["the one before runs again; failed\(reason)", "restored\(reason)"]
        case .removing(let reason): ["removing: \(reason)"]
        case .unfinished: [agent.started == nil ? "not started" : "not finished"]
        case .healthy: ["healthy"]
        case .creating, .starting, .unchanged, .done, .removed: [agent.phase.name]
        }
    }

    private var reason: String { agent.failure.map { ": \($0)" } ?? "" }

    /// What it waits for.
    private var explanations: [String] {
        let waited = Self.whole(agent.waited(at: now))
        switch agent.phase {
        case .waiting(let names):
            let others = names.compactMap { model[$0] }.filter { !$0.phase.isGood }
            let subject = names.count == 1 ? "the dependency \(names[0])" : names.joined(separator: ", ")
            let state = others.map { "\(names.count == 1 ? "it" : $0.name) is \($0.phase.name)" }
            let text = "waiting for \(subject)"
            return (state.isEmpty ? [] : ["\(text): \(state.joined(separator: ", "))"]) + [text]
        case .waitingForLock(let holder):
            return ["waiting for \(waited) for \(holder), which works on the same project"]
        case .building(let build): return Self.building(build, for: waited)
        case .pulling(let image, let tally):
            let amount = tally.text ?? "the registry has sent nothing yet"
            let short = "pulling for \(waited): \(amount)"
            return [image.isEmpty ? short : "pulling \(image) for \(waited): \(amount)", short]
        case .creating: return ["creating: the engine has not answered for \(waited)"]
        case .starting:
            return ["starting: neither the engine nor the hooks are done after \(waited)", "starting for \(waited)"]
        case .probing(let probe):
            let left = max(.zero, probe.limit - agent.waited(at: now))
            let end = "gives up in \(Self.whole(left))"
            guard let last = probe.last else { return ["probing \(probe.check) for \(waited): no answer; \(end)"] }
            return [
                "probing \(probe.check) for \(waited): \(last) (attempt \(probe.attempt)); \(end)",
                "probing for \(waited): \(last) (attempt \(probe.attempt)); \(end)",
                "\(last) (attempt \(probe.attempt)); \(end)", "\(last); \(end)",
                "probing for \(waited): \(Self.core(of: last)); \(end)", "\(end): \(Self.core(of: last))",
            ]
        case .replacing(let reason): return ["replacing for \(waited): \(reason)"]
        case .rollingBack:
            return [
                "\(agent.failure == nil ? "" : "failed\(reason); ")removing what was created for \(waited)",
                agent.failure == nil ? "removing" : "failed\(reason)",
            ]
        default: return briefs
        }
    }

    /// What matters most of `what was asked: what went wrong`; an answer says so in its beginning.
    private static func core(of reason: String) -> Substring {
        guard !reason.contains(" answered "), let colon = reason.ranges(of: ": ").last,
            colon.upperBound < reason.endIndex
        else { return reason[...] }
        return reason[colon.upperBound...]
    }

    private static func building(_ build: AgentPhase.Build, for waited: String?) -> [String] {
        let time = waited.map { " for \($0)" } ?? ""
        guard build.count > 0 else {
            return build.pulled.text.map { ["building\(time): pulling \($0)"] } ?? ["building" + time]
        }
        let head = "building \(build.number)/\(build.count)\(time)"
        if build.line == nil, let pulled = build.pulled.text { return ["\(head): pulling \(pulled)"] }
        let step = "\(head): \(build.instruction)"
        guard waited != nil, let line = build.line, !line.isEmpty else { return [step] }
        return ["\(step): \(line)", "\(head): \(line)"]
    }

    /// A time in whole seconds, as `12s` or `2m05s`, since nobody reads tenths that change all the time.
    static func whole(_ time: Duration) -> String {
        let (minutes, seconds) = max(0, time.components.seconds).quotientAndRemainder(dividingBy: 60)
        if minutes == 0 { return "\(seconds)s" }
        return "\(minutes)m\(seconds < 10 ? "0" : "")\(seconds)s"
    }
}
