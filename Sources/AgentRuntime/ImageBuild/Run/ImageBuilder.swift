import Diagnostics
public import EngineAPI
import HTTPTransport
import Synchronization

/// Builds images on an engine, through its `/build` (the classic builder of Docker, Buildah of Podman).
public struct ImageBuilder: Sendable {
    /// Creates a builder.
    public init() {}

    /// Carries out a plan.
    ///
    /// The folder is streamed, output is passed on as it comes. Intermediate containers are removed whatever happens. When a
    /// step fails, what the steps before it made stays in the engine's cache, so that the next try begins there; when the
    /// task is cancelled, it is removed. An image that carries the same labels and lost its name to the new one is removed
    /// unless a container uses it.
    ///
    /// - Parameters:
    ///   - plan: what to build.
    ///   - engine: where.
    ///   - output: told of steps, lines and remarks, in order, from one task at a time.
    /// - Returns: the image.
    /// - Throws: ``BuildError`` of the codes `stepFailed`, `baseImageMissing`, `reservedLabel`, `engine`, and those of the folder's files;
    ///   `CancellationError`.
    public func build(
        _ plan: ImageBuildPlan, on engine: EngineClient, output: @escaping @Sendable (BuildOutput) -> Void
    ) async throws -> BuiltImage {
        plan.notes.forEach { output(.note($0)) }
        let build = try ImageBuild(plan, on: engine, output: output)
        do {
            let image = try await build.run()
            try await build.refuseReservedLabels(of: image)
            try? await shielded(limit: ImageBuild.cleanUpLimit) { await build.removeReplaced(keeping: image.id) }
            return image
        } catch {
            guard Task.isCancelled || error is CancellationError else { throw error }
            try? await shielded(limit: ImageBuild.cleanUpLimit) { await build.removeEverything() }
            throw CancellationError()
        }
    }
}
