public import SeccompProfiles

/// Which seccomp profile filters the system calls of a container.
public enum SeccompChoice: Sendable, Hashable, Codable {
    /// Our profile for ordinary servers.
    case standard
    /// Our tighter one.
    case strict
    /// None.
    case unconfined
    /// One of the user's.
    case custom(SeccompProfile)

    /// The profile; nil for none.
    public var profile: SeccompProfile? {
        switch self {
        case .standard: .default()
        case .strict: .strict()
        case .unconfined: nil
        case .custom(let profile): profile
        }
    }
}

extension SeccompChoice: CustomStringConvertible {
    /// The profile's name.
    public var description: String {
        switch self {
        case .standard: "default"
        case .strict: "strict"
        case .unconfined: "unconfined"
        case .custom(let profile): profile.name
        }
    }
}
