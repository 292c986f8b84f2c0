import AgentOrchestrator
import ArgumentParser

/// When an image is pulled.
enum PullPolicy: String, CaseIterable, ExpressibleByArgument, Sendable {
    case always, missing, never

    /// Pulls the image where it is always to be, and refuses to go on where it never may be and is not there. A missing one is
    /// pulled by the run itself.
    func apply(to image: String, on session: EngineSession, in context: CommandContext) async throws {
        switch self {
        case .missing: return
        case .always: try await ImagePull(context: context, session: session).pull(image, isQuiet: true)
        case .never:
            guard try await !session.host.hasImage(image) else { return }
            throw CommandError(
                .refused, "the image '\(image)' is not on the engine, and --pull never forbids to pull it",
                hint: "build it, or leave out --pull")
        }
    }
}
