package import EngineAPI

extension EngineFilters {
    /// Only what carries the label of a project's agents; that of any project when nil.
    package static func agents(of project: String?) -> EngineFilters {
        ["label": [project.map { "\(AgentIdentity.Label.project)=\($0)" } ?? AgentIdentity.Label.project]]
    }
}
