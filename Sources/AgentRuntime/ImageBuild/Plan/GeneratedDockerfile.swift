/// What ``DockerfileGenerator`` made.
public struct GeneratedDockerfile: Sendable, Hashable {
    /// The Dockerfile.
    public var text: String
    /// The images that it starts from, in its order.
    public var baseImages: [String]
    /// Files that it copies and the folder does not have.
    public var extraFiles: [ImageBuildPlan.GeneratedFile]
    /// The image's entrypoint.
    public var command: [String]
    /// Whether `spec.dependencies` are installed; false when a file of the folder names the packages.
    public var usesDependencies: Bool
    /// The file of the folder that decided how to build, such as `requirements.txt`.
    public var dependencyFile: String?
    /// The files of the folder that its steps read before the sources are there: what is installed depends on them.
    public var installFiles: [String] = []
    /// The folder of the image that the sources are copied into as they are; nil when they are compiled.
    public var syncFolder: String?
}
