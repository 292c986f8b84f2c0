import AgentTesting

/// Whether a command that was struck said so as documented.
struct FaultVerdict: Sendable {
    let subject: FaultCase
    /// The calls, the first of which was struck; that need not be the one of the recorded run.
    let struck: [ProxiedCall]
    let result: Tool.Result

    /// The statuses that a fault of the engine may lead to: the step failed, nobody answers, too slow, refused.
    private static let failures: Set<Int32> = [1, 69, 124, 125]

    func problems() -> [String] {
        switch subject.disturbance {
        case .kill, .killAndRepeat:
            // One that had done all it wanted may end before it is killed.
            return [0, 137].contains(result.status) ? [] : ["ended with \(result.status), not by SIGKILL"]
        case .interrupt:
            return result.status == 130 || result.status == 0 ? [] : ["ended with \(result.status), not 130"]
        case .fault:
            guard result.status != 0 else { return [] }
            return statusProblems() + messageProblems()
        }
    }

    private func statusProblems() -> [String] {
        guard Self.failures.contains(result.status) else { return ["ended with \(result.status)"] }
        guard hasNoEngine else { return [] }
        return result.status == 69 ? [] : ["ended with \(result.status) where no engine answers, not 69"]
    }

    /// The message names the agent or its project, and what could not be done.
    private func messageProblems() -> [String] {
        var problems: [String] = []
        let text = result.errors
        guard !hasNoEngine else {
            return text.contains("no engine answers") ? [] : ["does not say that no engine answers"]
        }
        if !text.contains("error") { problems.append("no error is shown") }
        // What is asked for all agents at once is about their project.
        if subject.operation.isAboutAgent, ![FaultOperation.agent, "project '"].contains(where: text.contains) {
            problems.append("the error names neither the agent nor the project")
        }
        // One that can be borne, such as a slow answer, or that of a call beside, leaves it to the next to fail.
        var steps = Set(struck.prefix(isLasting ? struck.count : 2).compactMap(Self.step))
        switch subject.disturbance {
        case .fault(.refused, _), .fault(.status(404), _):
            // A call that was refused never arrived; an absence that was invented is believed, until a later step finds out.
            steps.formUnion(["container", "network", "volume", "image"])
        default: break
        }
        if !steps.contains(where: text.contains) { problems.append("the error does not name the step \(steps)") }
        return problems
    }

    /// What messages call the object of a call: container, network, volume, image, the engine itself.
    private static func step(_ call: ProxiedCall) -> String? {
        // Podman's own API has the same objects below a folder of its own.
        call.path.split(separator: "/").first { $0 != "libpod" }.map {
            if $0 == "info" { return "what the engine can do" }
            return $0.hasSuffix("s") ? String($0.dropLast()) : String($0)
        }
    }

    private var isLasting: Bool { if case .fault(_, .onwards) = subject.disturbance { true } else { false } }

    /// Whether no more than the search for an engine took place.
    private var hasNoEngine: Bool { struck.allSatisfy { $0.path == "/_ping" } }
}
