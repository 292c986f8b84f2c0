import AgentValues
import EngineAPI

/// Takes back what a build left.
extension ImageBuild {
    /// After a cancelled build: the step's container or processes, and the images of the steps before.
    func removeEverything() async {
        let transcript = self.transcript
        await endProcesses()
        await waitForContainer(transcript.container)
        // Only what was not there before: the ids come from text, and a step can print what it likes.
        guard let earlier = await earlierImages.value else { return }
        // The build came to its end all the same, and its image has its name.
        if let image = await inspect(plan.reference), !earlier.contains(image.id) {
            return await removeReplaced(keeping: image.id)
        }
        for layer in transcript.layers.reversed() {
            guard let image = await inspect(layer), !earlier.contains(image.id) else { continue }
            // The build came to its end all the same: what is below belongs to an image with a name.
            guard image.tags.isEmpty else { return }
            // What cannot be removed keeps those below it from being removed.
            guard await remove(image.id, mayBecomeFree: true) else { return }
        }
    }

    /// The images without a name that the steps made; those from the cache are not among them.
    func steps() async -> [String] {
        guard let earlier = await earlierImages.value else { return [] }
        var steps: [String] = []
        for layer in transcript.layers {
            guard let image = await inspect(layer), !earlier.contains(image.id), image.tags.isEmpty else { continue }
            steps.append(image.id)
        }
        return steps
    }

    /// What the step at hand runs, where the engine does not end it by itself.
    private func endProcesses() async {
        if engine.kind == .podman, engine.address.remoteHost == nil { await processes.end() }
    }

    /// An image; nil when there is none. Podman fails for a moment while other images go away.
    private func inspect(_ id: String) async -> ImageInspection? {
        try? await RetryPolicy(.every(Self.pause)).call(if: { ($0 as? EngineError)?.code == .serverError }) {
            try await engine.images.inspect(id)
        }
    }

    /// Docker removes the container of a cancelled step by itself, a little later.
    private func waitForContainer(_ id: String?) async {
        guard let id, let removed = try? await engine.containers.wait(id, condition: .removed) else { return }
        _ = try? await withTimeLimit(.seconds(5)) { try await removed.exit() }
    }

    /// Removes an image. Podman fails for a moment while other images go away; it ends with the clean-up's time.
    ///
    /// - Parameter mayBecomeFree: whether to wait for an image that is in use: Podman lets go of a step's container a little
    ///   after its processes have ended, and may have been on its way to one more step when its client left.
    /// - Returns: whether it is gone.
    private func remove(_ id: String, mayBecomeFree: Bool) async -> Bool {
        let isGone = try? await Backoff.every(Self.pause).poll { () -> Bool? in
            do {
                try await engine.images.remove(id)
                return true
            } catch let error as EngineError where error.code == .notFound {
                return true
            } catch let error as EngineError
                where error.code == .serverError || error.code == .conflict && mayBecomeFree
            {
                if mayBecomeFree { await endProcesses() }
                return nil
            }
        }
        return isGone ?? false
    }

    /// After a build that succeeded: earlier images of this agent that have no name any more. One that a container uses is
    /// left to the next build.
    func removeReplaced(keeping id: String) async {
        guard let owner = plan.labels[AgentIdentity.Label.image] else { return }
        let filters = EngineFilters.labels([AgentIdentity.Label.image: owner]).adding("dangling", "true")
        // One that came after this build began may be another build's, which has not named it yet.
        guard let earlier = await earlierImages.value else { return }
        for image in await Self.images(on: engine, filters: filters) ?? []
        where image.id != id && image.tags.isEmpty && earlier.contains(image.id) {
            _ = await remove(image.id, mayBecomeFree: false)
        }
    }
}
