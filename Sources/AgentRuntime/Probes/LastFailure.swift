import Synchronization

/// Why a probe's last attempt failed, for the task that watches the time.
final class LastFailure: Sendable {
    private let state = Mutex<String?>(nil)

    var text: String? { state.withLock { $0 } }

    /// - Returns: whether the reason is another one than before.
    func replace(with reason: String) -> Bool {
        state.withLock { text in
            defer { text = reason }
            return text != reason
        }
    }
}
