/// What a build says while it runs.
public enum BuildOutput: Sendable, Hashable {
    /// A remark of our own, such as a file that is not sent.
    case note(String)
    /// A step of the Dockerfile begins: its number and how many there are (both from 1), and the instruction. Docker counts
    /// the steps of all stages, Podman those of each stage anew.
    case step(number: Int, of: Int, instruction: String)
    /// The result of the step was taken from the engine's cache.
    case cached
    /// A line that a step printed, without its line end.
    case line(String)
    /// Progress of a base image's pull: the layer, what happens to it, and the bytes done and expected where known.
    case pull(layer: String?, status: String, done: Int64?, total: Int64?)
}
