/// What one attempt of a probe found.
public enum ProbeOutcome: Sendable, Hashable {
    /// The agent works.
    case success
    /// It does not, and why: the status, the first 200 bytes of a body, or the system's error.
    case failure(String)
    /// Nobody knows yet; why. It is no failure.
    case pending(String)
    /// It cannot be asked so, now or ever: why, and what to do about it.
    case impossible(String, hint: String)
}
