import AgentOrchestrator
import Diagnostics

/// Does one thing to several containers at the same time, and tells of each.
struct AgentAction: Sendable {
    /// The past participle for messages, such as `stopped`.
    let participle: String
    let format: OutputFormat
    let context: CommandContext

    /// Does it to all, and goes on with the others when one fails.
    ///
    /// - Throws: the failure of a single container, or ``CommandError`` with code `partialFailure` and all of them.
    func perform(
        on containers: [AgentContainer], _ operation: @escaping @Sendable (AgentContainer) async throws -> AgentChange
    ) async throws {
        let names = containers.displayNames
        let results = try await containers.concurrently { container -> Result<AgentChange, any Error> in
            do {
                let outcome = try await operation(container)
                if format == .text {
                    let name = names[container.id] ?? container.name
                    try await context.output.line(
                        TerminalText.line("\(name): \(outcome.changed ? "" : "already ")\(outcome.result)"))
                }
                return .success(outcome)
            } catch let error where !(error is CancellationError || error is OutputError) {
                return .failure(error)
            }
        }
        if format == .json {
            try await context.output.document(results.compactMap { try? $0.get() })
        }
        let failures = results.compactMap { result -> (any Error)? in
            if case .failure(let error) = result { error } else { nil }
        }
        guard let first = failures.first else { return }
        if containers.count == 1 { throw first }
        throw CommandError(
            .partialFailure, "\(failures.count) of \(containers.count) agents could not be \(participle)",
            underlying: failures)
    }
}
