public import AgentRuntime
import Synchronization

/// Remembers what a run was really made from, since hooks may change it: ``note(_:)`` is what a `RunObserver` calls.
public final class AcceptedOptions: Sendable {
    private let options: Mutex<RunOptions>

    /// Starts with what was asked for.
    public init(asked: RunOptions) { options = Mutex(asked) }

    /// What the run is made from.
    public var value: RunOptions { options.withLock(\.self) }

    /// Takes what the run is made from.
    public func note(_ accepted: RunOptions) { options.withLock { $0 = accepted } }
}
