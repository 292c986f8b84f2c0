/// What the engine does when the container's command ends.
public enum RestartPolicy: Sendable, Hashable, Codable {
    /// Nothing; the default.
    case no
    /// Start it again, also after the engine itself was restarted.
    case always
    /// As `always`, but not after somebody stopped it.
    case unlessStopped
    /// Start it again after an exit code other than 0, at most `maximumRetries` times; 0 means without end.
    case onFailure(maximumRetries: Int)

    /// Parses `no`, `always`, `unless-stopped`, `on-failure` or `on-failure:N`; nil for any other text.
    public init?(parsing text: String) {
        switch text {
        case "no", "": self = .no
        case "always": self = .always
        case "unless-stopped": self = .unlessStopped
        case "on-failure": self = .onFailure(maximumRetries: 0)
        default:
            guard text.hasPrefix("on-failure:"), let count = Int(text.dropFirst(11)), count >= 0 else { return nil }
            self = .onFailure(maximumRetries: count)
        }
    }
}

extension RestartPolicy {
    /// Whether an engine with this policy starts a command again that ended with `code` and was started again `restarts` times.
    public func applies(after code: Int, restarts: Int) -> Bool {
        switch self {
        case .no: false
        case .always, .unlessStopped: true
        case .onFailure(let most): code != 0 && (most == 0 || restarts < most)
        }
    }
}

extension RestartPolicy: CustomStringConvertible {
    /// As the manifest writes it.
    public var description: String {
        switch self {
        case .no: "no"
        case .always: "always"
        case .unlessStopped: "unless-stopped"
        case .onFailure(let count): count == 0 ? "on-failure" : "on-failure:\(count)"
        }
    }
}
