import Diagnostics
public import EngineAPI
import HTTPTransport
import Synchronization

/// Builds images on an engine, through its `/build`: with BuildKit where Docker has it, with its first builder elsewhere, and with
/// Podman's Buildah.
public struct ImageBuilder: Sendable {
    /// Creates a builder.
    public init() {}

    /// Carries out a plan.
    ///
    /// What BuildKit made of a cancelled build stays in its cache, which the engine keeps small by itself; it has no part in images.
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
    /// - Throws: ``BuildError`` of the codes `stepFailed`, `baseImageMissing`, `reservedLabel`, `unsupported`, `engine`, and those of the folder's files;
    ///   `CancellationError`.
    public func build(
        _ plan: ImageBuildPlan, on engine: EngineClient, output: @escaping @Sendable (BuildOutput) -> Void
    ) async throws -> BuiltImage {
        plan.notes.forEach { output(.note($0)) }
        let build = try ImageBuild(plan, on: engine, output: output)
        do {
            var image = try await build.run()
            try await build.refuseReservedLabels(of: image)
            let id = image.id
            try? await shielded(limit: ImageBuild.cleanUpLimit) { await build.removeReplaced(keeping: id) }
            image.steps = await build.steps()
            if let built = build.built { built.keep(of: plan.reference, on: engine.address) }
            return image
        } catch {
            guard Task.isCancelled || error is CancellationError else { throw error }
            try? await shielded(limit: ImageBuild.cleanUpLimit) { await build.removeEverything() }
            throw CancellationError()
        }
    }

    /// The image that ``build(_:on:output:)`` would make, where it is there already: the one that this host last built under that name,
    /// from the same folder, Dockerfile, arguments and base images. A label could say that of
    /// any image, so this host's own record alone is believed.
    ///
    /// - Returns: nil where something is to be built, or it is not sure.
    /// - Throws: `CancellationError`.
    public func upToDateImage(_ plan: ImageBuildPlan, on engine: EngineClient) async throws -> BuiltImage? {
        guard plan.usesCache, !plan.pullsBaseImages,
            let record = BuildRecord(of: plan.reference, on: engine.address),
            let image = try? await engine.images.inspect(plan.reference), record.names(image.id)
        else { return nil }
        let outline = SentDockerfile(plan).outline
        let inputs = BuildInputs(plan, outline, on: engine)
        guard let bases = await inputs.baseImages() else { return nil }
        do {
            let (rules, extraFiles) = try plan.sentFiles(
                to: ImageBuild.builder(for: plan, outline, on: engine), outline, on: engine)
            guard let context = try await inputs.contextDigest(rules, extraFiles),
                inputs.digest(context: context, baseImages: bases) == record.inputs
            else { return nil }
            return BuiltImage(id: image.id, reference: plan.reference)
        } catch {
            try Task.checkCancellation()
            // What cannot be read is the build's to tell.
            return nil
        }
    }

    /// Removes an image that a build made, with those of its steps that nobody else needs: `DELETE /images/{name}`.
    ///
    /// - Parameters:
    ///   - reference: its name.
    ///   - steps: ``BuiltImage/steps``.
    ///   - engine: where the image is.
    public func remove(_ reference: String, steps: [String], on engine: EngineClient) async throws {
        BuildRecord.forget(reference, on: engine.address)
        // Not those below by the engine's choice: a base image need not have a name.
        try await engine.images.remove(reference, prunes: false)
        for step in steps.reversed() {
            do {
                guard try await engine.images.inspect(step).tags.isEmpty else { return }
                try await engine.images.remove(step, prunes: false)
            } catch let error as EngineError where error.code == .notFound {
                continue
            } catch let error as EngineError where error.code == .conflict {
                // Another build goes on from here.
                return
            }
        }
    }
}
