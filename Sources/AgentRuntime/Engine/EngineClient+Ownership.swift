public import EngineAPI

extension EngineClient {
    /// Lists containers, and tells ours from those that only carry our labels. A container inherits the labels of its
    /// image, so a label that the image has too proves nothing. Every run of ours gets a new, unique `dev.agent.run`; a
    /// container that has its image's is somebody else's.
    ///
    /// Each image is inspected once: `GET /images/{name}/json`. A container whose image is gone, which takes a removal
    /// by force, is judged by its own labels alone, since containers of ours must stay removable.
    /// - Throws: `EngineError`.
    public func agentContainers(
        all: Bool = false, filters: EngineFilters
    ) async throws -> (own: [ContainerSummary], foreign: [ContainerSummary]) {
        let found = try await containers.list(all: all, filters: filters)
        let runs = try await runs(
            ofImages: Set(found.filter { $0.labels[AgentIdentity.Label.run] != nil }.map(\.imageID)))
        var own: [ContainerSummary] = []
        var foreign: [ContainerSummary] = []
        for container in found {
            if let run = runs[container.imageID], run == container.labels[AgentIdentity.Label.run] {
                foreign.append(container)
            } else {
                own.append(container)
            }
        }
        return (own, foreign)
    }

    /// Whose a container is by its own labels; nil when it is not ours, or has them from its image.
    public func owner(of container: ContainerInspection) async throws -> AgentIdentity? {
        guard let identity = AgentIdentity(labels: container.configuration.labels ?? [:]) else { return nil }
        return try await runs(ofImages: [container.imageID])[container.imageID] == identity.run ? nil : identity
    }

    /// The values of `dev.agent.run` in the images' own labels, by image id. Most images have none.
    private func runs(ofImages ids: Set<String>) async throws -> [String: String] {
        // Podman's call fails while other images are being removed, so it is tried again.
        let retry = EngineRetry()
        return try await withThrowingTaskGroup(of: (String, String?).self) { group in
            for id in ids where !id.isEmpty {
                group.addTask { [images] in
                    do {
                        let image = try await retry.call { try await images.inspect(id) }
                        return (id, image.configuration?.labels?[AgentIdentity.Label.run])
                    } catch let error as EngineError where error.code == .notFound {
                        return (id, nil)
                    }
                }
            }
            var runs: [String: String] = [:]
            for try await (id, run) in group { runs[id] = run }
            return runs
        }
    }
}
