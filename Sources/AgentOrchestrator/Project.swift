public import AgentRuntime
public import EngineAPI

/// The agents that carry one project's name on one engine. There is no state file: the engine's labels are the database.
public struct Project: Sendable {
    /// The project's name.
    public let name: String
    let engine: EngineClient
    let runtime: any ContainerRuntime
    let journal: RunJournal

    /// Names a project on an engine.
    ///
    /// - Parameters:
    ///   - name: the project's name.
    ///   - engine: where its agents are.
    ///   - runtime: starts and stops its containers; wrap it to put hooks around them.
    ///   - journal: where the runtime keeps what it created.
    public init(
        name: String, engine: EngineClient, runtime: any ContainerRuntime, journal: RunJournal = RunJournal()
    ) {
        self.name = name
        self.engine = engine
        self.runtime = runtime
        self.journal = journal
    }

    /// The labels that every object of the project carries.
    var labels: [String: String] { [AgentIdentity.Label.project: name] }

    /// Builds an image: `POST /build`.
    @discardableResult
    public func build(_ plan: ImageBuildPlan, observer: ProjectObserver) async throws -> BuiltImage {
        do {
            let image = try await ImageBuilder().build(plan, on: engine) { observer.build(plan.agent, $0) }
            observer.project(plan.agent, .built)
            return image
        } catch {
            throw RuntimeError.naming(plan.agent, error)
        }
    }
}
