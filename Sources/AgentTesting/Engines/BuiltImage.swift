public import EngineAPI

extension EngineClient {
    /// Removes an image that a test built, with the images of its steps that have no name. Podman leaves those now and then, when other
    /// images go away at the same time. One that is not there is no error.
    public func removeBuiltImage(_ image: String) async {
        let steps = (try? await again { try await $0.history(image) }) ?? []
        _ = try? await again { _ = try await $0.remove(image, force: true) }
        // Each goes after those that build on it. What it was built from has a name, which Podman's history does not tell.
        for step in steps where !step.id.isEmpty && step.id != "<missing>" {
            guard let found = try? await images.inspect(step.id), found.tags.isEmpty else { continue }
            _ = try? await images.remove(step.id)
        }
    }

    /// The images with a label; Podman's list fails while one of them goes away.
    public func builtImages(labelled label: String) async -> [ImageSummary] {
        (try? await again { try await $0.list(all: true, filters: ["label": [label]]) }) ?? []
    }

    /// Asks once more, and again, while Podman fails because other images go away.
    private func again<Value: Sendable>(_ call: (ImageEndpoints) async throws -> Value) async throws -> Value {
        for _ in 0..<20 {
            do { return try await call(images) } catch let error as EngineError where error.code == .serverError {}
        }
        return try await call(images)
    }
}
