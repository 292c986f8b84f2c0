import AgentRuntime
import AgentValues
import ArgumentParser
import Diagnostics
import EngineAPI

/// `aac-runtime images`: what the agents of a project are made of.
struct ImagesCommand: RuntimeCommand {
    static let configuration = CommandConfiguration(
        commandName: "images",
        abstract: "List the images of agents.",
        discussion: """
            Those that `up` and `build` made for the project, and those that its containers use.

            Examples:
              aac-runtime images
              aac-runtime images --all-projects --output json | jq -r '.[].id'
            """)

    @OptionGroup var scope: ScopeOptions
    @OptionGroup var engine: EngineOptions
    @OptionGroup var output: OutputOptions
    var outputFormat: OutputFormat { output.format }

    @Flag(help: "List the images of all projects.")
    var allProjects = false

    func run(in context: CommandContext) async throws -> ExitCode {
        let project = allProjects ? nil : try scope.projectName(in: context)
        return try await engine.withSession(in: context) { session in
            async let images = session.client.images.list()
            let containers = try await AgentSelector(engine: session.client, project: project).containers()
            let rows = AgentImage.all(among: try await images, usedBy: containers, of: project)
            if output.format == .json {
                try await context.output.document(rows)
            } else {
                try await context.output.write(table(rows).text)
            }
            return .success
        }
    }

    private func table(_ rows: [AgentImage]) -> Table {
        var table = Table(["IMAGE", "ID", "SIZE", "AGE", "BUILT FOR", "USED BY"], right: ["SIZE"])
        for row in rows {
            table.add([
                row.tags.joined(separator: ", "), row.shortID, row.size.map { Quantity.approximate($0) } ?? "",
                row.created.map { (EngineTime.now - $0).age } ?? "", row.builtFor ?? "",
                row.usedBy.joined(separator: ", "),
            ])
        }
        return table
    }
}

/// One image of agents. Its JSON is the result of `images`.
struct AgentImage: Sendable, Hashable, Encodable {
    /// Its names; none when another image has got them.
    var tags: [String]
    var id: String
    /// Bytes; nil when the engine does not list it.
    var size: Int64?
    var created: EngineTime?
    /// `PROJECT/AGENT` of an image that we built.
    var builtFor: String?
    /// The names of the containers made from it, running or not.
    var usedBy: [String]

    /// 12 hexadecimal digits.
    var shortID: String { String((id.hasPrefix("sha256:") ? id.dropFirst(7) : id[...]).prefix(12)) }

    /// - Parameters:
    ///   - project: nil for all.
    /// - Returns: those of the project, by name, then by id.
    static func all(
        among images: [ImageSummary], usedBy containers: [AgentContainer], of project: String?
    ) -> [AgentImage] {
        var users = Dictionary(grouping: containers) { digest($0.summary.imageID) }
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
