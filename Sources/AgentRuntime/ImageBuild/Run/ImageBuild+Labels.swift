import EngineAPI

extension ImageBuild {
    /// Removes an image again that would put labels of ours on every container that anybody starts from it.
    ///
    /// - Throws: ``BuildError`` with `reservedLabel` when it has some.
    func refuseReservedLabels(of image: BuiltImage) async throws {
        let labels = try await engine.images.inspect(image.id).reservedLabels
        guard !labels.isEmpty else { return }
        try? await shielded(limit: Self.cleanUpLimit) { [engine, plan] in try await engine.images.remove(plan.reference)
        }
        throw BuildError(
            .reservedLabel,
            "the image '\(plan.reference)' would have labels that are reserved: \(labels.joined(separator: ", "))",
            hint: "take them out of the Dockerfile's LABEL, or use another base image")
    }
}
