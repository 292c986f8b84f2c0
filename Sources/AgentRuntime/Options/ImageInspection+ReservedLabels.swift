public import EngineAPI

extension ImageInspection {
    /// The names of the labels of ours that an image has. It should have none, since every container inherits them.
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
