public import AgentRuntime
import EngineAPI

/// The agents that carry one project's name on one engine. There is no state file: the engine's labels are the database.
public struct Project: Sendable {
    /// The project's name.
    public let name: String
    /// Where its agents run.
    public let host: AgentHost

    /// Names a project.
    ///
    /// - Parameters:
    ///   - name: the project's name.
    ///   - host: where its agents run.
    public init(name: String, on host: AgentHost) {
        self.name = name
        self.host = host
    }

    var engine: EngineClient { host.engine }
    var runtime: any ContainerRuntime { host.runtime }
    var journal: RunJournal { host.journal }

    /// The labels that every object of the project carries.
    var labels: [String: String] { [AgentIdentity.Label.project: name] }

    /// Builds an image: `POST /build`. What would give the image that is there already is not built again.
    @discardableResult
    public func build(_ plan: ImageBuildPlan, observer: ProjectObserver) async throws -> BuiltImage {
        do {
            if let image = try await ImageBuilder().upToDateImage(plan, on: engine) {
                observer.project(plan.agent, .upToDate(image: image.shortID))
                return image
            }
            let image = try await ImageBuilder().build(plan, on: engine) { observer.build(plan.agent, $0) }
            observer.project(plan.agent, .built(steps: image.steps))
            return image
        } catch {
            throw RunError.naming(plan.agent, error)
        }
    }
}
