/// What the command line says about building, beyond the manifest.
public struct ImageBuildOptions: Sendable, Hashable {
    /// `--base-image`: what a made Dockerfile's image starts from, instead of the definition's image.
    public var baseImage: String?
    /// `--build-image`: what its build stage starts from, for runtimes that compile.
    public var buildImage: String?
    /// `--pull`: pull base images even when the engine has them.
    public var pullsBaseImages = false
    /// `--no-cache`: run every step anew.
    public var usesCache = true
    /// `--tag`: the image's name instead of `<project>-<agent>:<version>`.
    public var reference: String?

    /// Everything as the manifest and the definition say.
    public init() {}
}
