/// What becomes of a run of a ``FakeRuntime``.
public enum FakeOutcome: Sendable {
    /// The container starts and is ready.
    case ready
    /// The engine refuses: nothing is created.
    case refused(any Error)
    /// The container starts and does not become ready; it is removed.
    case unready(any Error)
    /// The container starts and does not become ready until the run is cancelled; it is removed then.
    case hanging
}
