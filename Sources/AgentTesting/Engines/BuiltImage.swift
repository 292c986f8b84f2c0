internal import AgentRuntime
public import EngineAPI

extension EngineClient {
    /// Removes an image that a test built, with the images of its steps that have no name. Podman leaves those now and then, when other
    /// images go away at the same time. One that is not there is no error.
    public func removeBuiltImage(_ image: String) async {
        let retry = EngineRetry()
        let steps = (try? await retry.call { try await images.history(image) }) ?? []
        _ = try? await retry.call { try await images.remove(image, force: true) }
        // Each goes after those that build on it. What it was built from has a name, which Podman's history does not tell.
        for step in steps where !step.id.isEmpty && step.id != "<missing>" {
            guard let found = try? await images.inspect(step.id), found.tags.isEmpty else { continue }
            _ = try? await images.remove(step.id)
        }
    }

    /// The images with a label; Podman's list fails while one of them goes away.
    public func builtImages(labelled label: String) async -> [ImageSummary] {
        (try? await EngineRetry().call { try await images.list(all: true, filters: ["label": [label]]) }) ?? []
    }
}
