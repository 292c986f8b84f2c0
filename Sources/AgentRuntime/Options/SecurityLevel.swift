/// How tight the cage of an agent is, after the levels of the Kubernetes Pod Security Standards.
public enum SecurityLevel: String, Sendable, Hashable, Codable, CaseIterable {
    /// Safe, and compatible with most images.
    case baseline
    /// As tight as an unprivileged program can stand: no capabilities, read-only root, no root user, no network of its own accord.
    case restricted
    /// No protection; limits hold all the same. The user of the command must allow it too.
    case privileged
}
