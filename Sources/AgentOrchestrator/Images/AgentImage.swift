import AgentRuntime
public import AgentValues
package import EngineAPI

/// One image of agents.
public struct AgentImage: Sendable, Hashable, Encodable {
    /// Its names; none when another image has got them.
    public var tags: [String]
    /// The engine's id.
    public var id: String
    /// Bytes; nil when the engine does not list it.
    public var size: Int64?
    /// When it was made.
    public var created: EngineTime?
    /// `PROJECT/AGENT` of an image that we built.
    public var builtFor: String?
    /// The names of the containers made from it, running or not.
    public var usedBy: [String]

    /// 12 hexadecimal digits.
    public var shortID: String { String((id.hasPrefix("sha256:") ? id.dropFirst(7) : id[...]).prefix(12)) }

    /// - Parameters:
    ///   - project: nil for all.
    /// - Returns: those of the project, by name, then by id.
    package static func all(
        among images: [ImageSummary], usedBy containers: [AgentContainer], of project: String?
    ) -> [AgentImage] {
        var users = Dictionary(grouping: containers) { digest($0.imageID) }
        var found: [AgentImage] = []
        for image in images {
            let owner = image.labels[AgentIdentity.Label.image]
            let isOwn = owner.map { owner in project.map { owner.hasPrefix("\($0)/") } ?? true } ?? false
            let users = users.removeValue(forKey: digest(image.id)) ?? []
            guard isOwn || !users.isEmpty else { continue }
            found.append(
                AgentImage(
                    tags: image.tags.sorted(), id: image.id, size: image.size, created: image.created, builtFor: owner,
                    usedBy: users.map(\.name)))
        }
        // Containers keep an image that was untagged and is in no list any more.
        for (id, containers) in users {
            found.append(AgentImage(tags: [], id: id, usedBy: containers.map(\.name)))
        }
        return found.sorted { ($0.tags.first ?? "~", $0.id) < ($1.tags.first ?? "~", $1.id) }
    }

    private static func digest(_ id: String) -> String { id.hasPrefix("sha256:") ? id : "sha256:\(id)" }
}

extension AgentHost {
    /// The images that were built for agents, and those that their containers were made from: `GET /images/json`.
    ///
    /// - Parameter project: whose; nil for those of all projects.
    public func images(of project: String?) async throws -> [AgentImage] {
        async let images = engine.images.list()
        let containers = try await agents(of: project).containers()
        return AgentImage.all(among: try await images, usedBy: containers, of: project)
    }
}
