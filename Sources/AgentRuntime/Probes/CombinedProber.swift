/// Several checks at the same time, of which all or at least one must succeed.
struct CombinedProber: Prober {
    /// One of the checks.
    struct Part: Sendable {
        /// What it is called in a failure.
        var name: String
        var prober: any Prober
    }

    private let parts: [Part]
    private let needsAll: Bool

    init(_ parts: [Part], needsAll: Bool) {
        self.parts = parts
        self.needsAll = needsAll
    }

    /// Ends as soon as the answer is certain; a failure names each check that failed.
    func attempt() async throws -> ProbeOutcome {
        try await withThrowingTaskGroup(of: (Int, ProbeOutcome).self) { group in
            for (index, part) in parts.enumerated() {
                group.addTask {
                    let outcome = try await part.prober.attempt()
                    return (index, outcome)
                }
            }
            defer { group.cancelAll() }
            var reasons: [Int: String] = [:]
            var hints: [String] = []
            for try await (index, outcome) in group {
                switch outcome {
                case .success: if !needsAll { return .success }
                case .failure(let reason), .pending(let reason): reasons[index] = "\(parts[index].name): \(reason)"
                case .impossible(let reason, let hint):
                    if needsAll { return .impossible("\(parts[index].name): \(reason)", hint: hint) }
                    reasons[index] = "\(parts[index].name): \(reason)"
                    hints.append(hint)
                }
            }
            // With `all`, no check is cut short after a failure, so that the message names every check that failed.
            if needsAll, reasons.isEmpty { return .success }
            let failure = reasons.sorted { $0.key < $1.key }.map(\.value).joined(separator: "; ")
            if let hint = hints.first, hints.count == parts.count { return .impossible(failure, hint: hint) }
            return .failure(failure)
        }
    }
}
