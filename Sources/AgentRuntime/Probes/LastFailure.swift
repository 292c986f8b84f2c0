import Synchronization

/// Why a probe's last attempt failed, for the task that watches the time.
final class LastFailure: Sendable {
    private let state = Mutex<String?>(nil)

    var text: String? {
        get { state.withLock(\.self) }
        set { state.withLock { $0 = newValue } }
    }
}
