import AgentValues
import EngineAPI
import FoundationEssentials

/// All that an image is made from: the folder, the Dockerfile, the arguments and the base images. Equal digests mean that a build
/// would take every step from the engine's cache.
struct BuildInputs: Sendable {
    private let plan: ImageBuildPlan
    private let outline: DockerfileOutline
    private let engine: EngineClient

    /// Changes with the meaning of the digest.
    private static let version = "1"

    init(_ plan: ImageBuildPlan, _ outline: DockerfileOutline, on engine: EngineClient) {
        self.plan = plan
        self.outline = outline
        self.engine = engine
    }

    /// The ids of the images that the build starts from or copies from, by their names; nil where they are not all known or not all
    /// there, or where the build fetches something that may change.
    func baseImages() async -> [String: String]? {
        let (names, isWhole) = outline.images(for: plan.target)
        guard isWhole, !outline.fetches, !outline.stages.isEmpty else { return nil }
        var ids: [String: String] = [:]
        for name in names + [outline.directives.syntax].compactMap(\.self) {
            guard let image = try? await engine.images.inspect(name) else { return nil }
            ids[name] = image.id
        }
        return ids
    }

    /// 64 hexadecimal digits.
    ///
    /// - Parameters:
    ///   - context: the digest of the folder, with the Dockerfile as it is sent.
    ///   - baseImages: as ``baseImages()`` gives them.
    func digest(context: String, baseImages: [String: String]) -> String {
        var fields = [Self.version, context, plan.dockerfile, plan.target ?? "", plan.reference]
        for pairs in [plan.arguments, plan.labels, baseImages] {
            fields.append(String(pairs.count))
            fields += pairs.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
        }
        var hash = SHA256()
        // A list in JSON: no two lists of texts make the same one.
        hash.update(Array(JSONValue.array(fields.map { .string($0) }).jsonText.utf8))
        return hash.hexadecimal
    }

    /// The digest of the folder as it is now.
    func contextDigest(_ rules: IgnoreRules, _ extraFiles: [ImageBuildPlan.GeneratedFile]) async throws -> String? {
        let digest = ContextDigest()
        var context = BuildContext(
            folder: plan.context, rules: rules, extraFiles: extraFiles,
            modes: plan.dockerfileText == nil ? .kept : .readable)
        context.digest = digest
        for try await _ in context {}
        return digest.value
    }
}
