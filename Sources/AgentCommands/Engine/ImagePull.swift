import AgentRuntime
import Diagnostics
import EngineAPI

/// Brings an image to the engine, with the user's credentials, and shows how far it is.
struct ImagePull: Sendable {
    /// What came of it.
    struct Pulled: Sendable {
        /// The image's id.
        var id: String
        /// Bytes.
        var size: Int64
        /// Its references by digest.
        var digests: [String]
        /// What is to be known about it.
        var warning: String?
    }

    let context: CommandContext
    let session: EngineSession

    /// - Parameters:
    ///   - image: its reference.
    ///   - isQuiet: whether nothing is shown.
    ///   - kind: how it is shown.
    /// - Throws: `EngineError`, with what to try where the registry refused.
    @discardableResult
    func pull(_ image: String, isQuiet: Bool, _ kind: ProgressKind = .plain) async throws -> Pulled {
        do {
            let registries = RegistryCredentialStore(environment: context.environment)
            let credentials = try await registries.credentials(for: ImageReference(image))
            let reporter = ProgressReporter(context: context, isQuiet: isQuiet, kind: kind, agents: [image])
            try await reporter.during {
                for try await step in try await session.engine.client.images.pull(image, credentials: credentials) {
                    reporter.tell(
                        image,
                        .pulling(
                            image: "", layer: step.layer, status: step.status, done: step.current, total: step.total))
                }
                reporter.tell(image, .done("pulled"))
            }
        } catch var error as EngineError where error.hint == nil && error.exitCode == .failure {
            error.hint = "check the spelling, log in to its registry with 'docker login', or build the image"
            throw error
        }
        let found = try await session.engine.client.images.inspect(image)
        return Pulled(
            id: found.id, size: found.size, digests: found.digests, warning: found.reservedLabelsWarning)
    }
}
