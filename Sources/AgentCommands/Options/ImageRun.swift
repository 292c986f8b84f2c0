import AgentRuntime

/// One image to run without a manifest, whoever described it: flags, or the options of a Go program.
struct ImageRun: Sendable {
    /// The image's reference.
    var image: String
    /// The agent's and the container's name; nil: one is made up.
    var name: String?
    var ports: [PortMapping] = []
    var environment: [String: String] = [:]
    var volumes: [VolumeMount] = []
    /// Arguments for the image's entrypoint; empty for the image's own.
    var arguments: [String] = []

    init(image: String) { self.image = image }
}
