public import EngineAPI

extension EngineClient {
    /// Removes an image that a test built, with the images of its steps that have no name. Podman leaves those now and then, when other
    /// images go away at the same time. One that is not there is no error.
    public func removeBuiltImage(_ image: String) async {
        let steps = ((try? await images.history(image)) ?? []).filter { $0.tags.isEmpty }
        _ = try? await images.remove(image, force: true)
        // Each goes after those that build on it; what has a name by now, or builds that go on, stays.
        for step in steps where !step.id.isEmpty && step.id != "<missing>" { _ = try? await images.remove(step.id) }
    }
}
