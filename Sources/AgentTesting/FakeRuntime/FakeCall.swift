public import AgentRuntime

/// A call that a ``FakeRuntime`` was asked to carry out. Containers are called by their names.
public enum FakeCall: Sendable, Hashable {
    /// Whether an image is there.
    case validateImage(String)
    /// What the containers of these names share.
    case prepare([String])
    /// A run, with what hooks made of its options.
    case run(RunOptions)
    /// The start of a container that was stopped.
    case start(String)
    /// The end of a container's command.
    case stop(String)
    /// A container's removal.
    case remove(String)
    /// The reading of a container's output.
    case streamLogs(String)
}

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
