public import EngineAPI

extension ImageInspection {
    /// The labels that say whose container one is, and that an image should not have, by name: every container of it has them too.
    public var reservedLabels: [String] {
        (configuration?.labels ?? [:]).keys
            .filter { $0.hasPrefix(AgentIdentity.Label.prefix) && $0 != AgentIdentity.Label.image }.sorted()
    }

    /// What there is to say about an image that was pulled with such labels; nil where it has none.
    public var reservedLabelsWarning: String? {
        reservedLabels.isEmpty
            ? nil
            : "the image has labels that are reserved for containers of agents (\(reservedLabels.joined(separator: ", "))); "
                + "containers that others start from it count as foreign"
    }
}
