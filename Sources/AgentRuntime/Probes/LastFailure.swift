import Synchronization

/// Why a probe's last attempt failed; read by the task that ends the wait when the time is up.
final class LastFailure: Sendable {
    private let state = Mutex<String?>(nil)

    var text: String? {
        get { state.withLock(\.self) }
        set { state.withLock { $0 = newValue } }
    }
}
