extension EngineError {
    /// Whether there was no connection, or it broke before the answer was complete; the engine may be gone, and the call may
    /// have been carried out all the same.
    public var isConnectionLost: Bool {
        switch code {
        case .transport, .streamError: true
        default: false
        }
    }
}
