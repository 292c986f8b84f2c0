import Diagnostics

/// Tells what `watch` sees and does.
struct WatchReport: Sendable {
    let context: CommandContext
    let format: OutputFormat
    let isQuiet: Bool

    /// Tells one thing.
    func tell(_ news: WatchNews) async throws {
        guard format == .text else { return try await context.output.object(news) }
        if !isQuiet, let text = news.text { try await context.messages.line(TerminalText.line(text)) }
    }

    /// Shows an error that the watch survives.
    func show(_ error: any Error) async throws {
        let renderer = context.renderer
        try await context.messages.line(format == .text ? renderer.text(for: error) : renderer.json(for: error))
        try await tell(.failed(reason: ErrorRenderer.summary(of: error)))
    }
}
