import AgentLauncher
import AgentValues
import EngineAPI
import SystemPackage

/// Connects to a port: straight to the container where this process can reach it, else from inside of it.
struct TCPProber: Prober {
    private static let poll = Duration.milliseconds(2)
    /// On this host a connection takes no time. One that takes longer was begun before the container's network was ready, and will
    /// never be made.
    static let directLimit = Duration.seconds(1)

    var target: ProbeTarget
    var port: Int
    var address: Probe.Address
    var timeout: Duration

    func attempt() async throws -> ProbeOutcome {
        switch target.road(to: address) {
        case nil: return .unreachable(port)
        case .direct(let host):
            guard let failure = try await connect(to: host) else { return .success }
            return .failure("connect to port \(port): \(failure) (errno \(failure.rawValue))")
        case .inside(let address):
            do {
                let (status, words) = try await withTimeLimit(timeout) {
                    try await target.run(.connect(port: port, address: address))
                }
                return status == 0 ? .success : .failure("in the container: \(words)")
            } catch is TimeLimitExceeded {
                return .failure("no connection to port \(port) in the container within \(timeout.brief)")
            } catch let error as EngineError where error.isRefusal || error.code == .streamError {
                return .failure(error.summary)
            }
        }
    }

    /// - Returns: nil when the connection stands, else why it does not.
    private func connect(to host: String) async throws -> Errno? {
        let socket: StreamSocket
        do { socket = try StreamSocket(connectingTo: host, port: port) } catch { return error }
        let clock = ContinuousClock()
        let end = clock.now + min(timeout, Self.directLimit)
        while !socket.isWritable {
            if clock.now >= end { return .timedOut }
            try await Task.sleep(for: Self.poll)
        }
        return socket.pendingError
    }
}

extension ProbeOutcome {
    /// There is no way to a port.
    static func unreachable(_ port: Int) -> ProbeOutcome {
        .failure(
            "port \(port) of the container cannot be reached: nothing of ours is in the container, and no network leads to it"
        )
    }
}
