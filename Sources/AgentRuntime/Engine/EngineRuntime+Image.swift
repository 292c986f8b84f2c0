import EngineAPI

extension EngineRuntime {
    /// The image, pulled when it is not on the engine.
    func image(_ reference: String, agent: String, observer: RunObserver) async throws -> ImageInspection {
        do {
            return try await engine.images.inspect(reference)
        } catch let error as EngineError where error.code == .notFound {
            do {
                let credentials = try await registries.credentials(for: ImageReference(reference))
                for try await progress in try await engine.images.pull(reference, credentials: credentials) {
                    observer.progress(
                        .pulling(
                            image: reference, layer: progress.layer, status: progress.status, done: progress.current,
                            total: progress.total))
                }
                let image = try await engine.images.inspect(reference)
                if let warning = image.reservedLabelsWarning { observer.progress(.warning(warning)) }
                return image
            } catch let error as EngineError where error.isRefusal || error.code == .streamError {
                throw RunError(
                    .imageUnavailable, agent: agent,
                    "the image '\(reference)' is not on the engine and cannot be pulled",
                    details: error.words,
                    hint: "check the spelling, log in to its registry with 'docker login', or build it")
            }
        }
    }
}
