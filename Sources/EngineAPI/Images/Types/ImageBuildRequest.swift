/// What to build.
public struct ImageBuildRequest: Sendable, Hashable {
    /// What carries a build out.
    public enum Builder: Sendable, Hashable {
        /// Docker's first builder; Buildah where the engine is Podman.
        case classic
        /// BuildKit, where ``EngineClient/hasBuildKit`` holds.
        case buildKit
    }

    /// The image's names, each with a tag.
    public var tags: [String]
    /// The Dockerfile's path in the archive; nil for `Dockerfile`.
    public var dockerfile: String?
    /// The stage to build; nil for the last.
    public var target: String?
    /// Values for the Dockerfile's ARG.
    public var arguments: [String: String] = [:]
    /// Labels of the image. Podman puts them on the images of its cache too.
    public var labels: [String: String] = [:]
    /// Entries for the steps' `/etc/hosts`, `NAME:ADDRESS`.
    public var extraHosts: [String] = []
    /// Whether base images are pulled even when they are there.
    public var pullsBaseImages = false
    /// Whether steps may be taken from the cache.
    public var usesCache = true

    /// What carries it out.
    public var builder = Builder.classic
    /// What ``ImageEndpoints/cancelBuild(_:)`` knows it by, where BuildKit carries it out; nil for nothing.
    public var id: String?

    /// For the registries that base images come from; see ``RegistryCredentialStore/all()``.
    public var credentials: [RegistryCredentials] = []

    /// Builds the archive's `Dockerfile`.
    public init(tags: [String]) { self.tags = tags }
}
