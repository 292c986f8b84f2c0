import Diagnostics
import HTTPTransport

/// A place where an engine was looked for in vain.
public struct EngineAttempt: Sendable {
    /// Why there.
    public var source: EngineSource
    /// Where; nil for the embedded engine.
    public var address: EngineAddress?
    /// Why not.
    public var error: EngineError

    /// What to do about it; nil where there is nothing to say.
    public var remedy: String? {
        guard let transport = error.underlying.first as? HTTPTransportError else { return error.hint }
        return switch transport.code {
        case .permissionDenied: permissionRemedy
        case .noSuchFile, .connectionRefused: startRemedy
        default: nil
        }
    }

    /// One line: source, place and reason.
    public var line: String {
        "\(source)\(address.map { " (\($0))" } ?? ""): \(reason)"
    }

    private var reason: String {
        guard let transport = error.underlying.first as? HTTPTransportError else {
            return error.engineMessage ?? error.message ?? error.summary
        }
        return switch transport.code {
        case .permissionDenied: "this user may not open the socket"
        case .noSuchFile: "there is no such socket"
        case .connectionRefused: isSocket ? "the socket is there, but nobody listens" : "nobody listens on that port"
        case .connectTimedOut, .totalTimedOut, .idleTimedOut: "no answer in time"
        default: transport.message
        }
    }

    private var isSocket: Bool {
        if case .unix = address { true } else { false }
    }

    private var permissionRemedy: String {
        switch source {
        case .podmanSocket, .userPodmanSocket: "use this user's own Podman: systemctl --user start podman.socket"
        case .rootlessDockerSocket: "rootless Docker belongs to one user: run as the user who started it"
        default:
            "run as root, or let this user use Docker: sudo usermod -aG docker USER, then log in again "
                + "(whoever may do so owns the machine)"
        }
    }

    private var startRemedy: String {
        switch source {
        case .podmanSocket: "start it: sudo systemctl start podman.socket, or podman system service --time=0"
        case .userPodmanSocket: "start it: systemctl --user start podman.socket, or podman system service --time=0"
        case .rootlessDockerSocket: "start it: systemctl --user start docker"
        case .dockerSocket: "start it: sudo systemctl start docker, or sudo dockerd"
        case .dockerContext: "start that engine, or choose another: docker context use default"
        case .named, .aacEngine, .dockerHost, .embedded: "start that engine, or name another with \(source)"
        }
    }
}
