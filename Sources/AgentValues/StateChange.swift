/// Whether a call changed a container's state.
public enum StateChange: Sendable, Hashable {
    /// It did.
    case changed
    /// The container was in that state already (304).
    case alreadySo
}
