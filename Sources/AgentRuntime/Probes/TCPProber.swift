import SystemPackage

/// Connects to a port, straight to the container where this host can reach it, else through its published port.
///
/// Through a published port an accepted connection proves little, because the engine's proxy accepts for the agent; there the
/// connection must also stay open for a moment, since a proxy without an agent behind it closes at once.
struct TCPProber: Prober {
    private static let poll = Duration.milliseconds(2)
    private static let staysOpen = Duration.milliseconds(50)

    var target: ProbeTarget
    var port: Int
    var timeout: Duration

    func attempt() async throws -> ProbeOutcome {
        var last = "port \(port) of the container cannot be reached from here; publish it with spec.ports"
        for endpoint in target.endpoints(port: port) {
            let limit = target.connectLimit(within: timeout)
            guard let failure = try await connect(to: endpoint, limit: limit) else { return .success }
            last = "connect to port \(port): \(failure) (errno \(failure.rawValue))"
            if endpoint.isDirect, failure == .connectionRefused { break }
        }
        return .failure(last)
    }

    /// - Returns: nil when the connection stands, else why it does not.
    private func connect(to endpoint: ProbeEndpoint, limit: Duration) async throws -> Errno? {
        let socket: StreamSocket
        do { socket = try StreamSocket(connectingTo: endpoint.host, port: endpoint.port) } catch { return error }
        let clock = ContinuousClock()
        let end = clock.now + limit
        while !socket.isWritable {
            if clock.now >= end { return .timedOut }
            try await Task.sleep(for: Self.poll)
        }
        if let failure = socket.pendingError { return failure }
        guard !endpoint.isDirect else { return nil }
        let opened = clock.now
        while clock.now - opened < Self.staysOpen {
            if socket.isReadable { return socket.isAtEnd ? .connectionReset : nil }
            try await Task.sleep(for: Self.poll)
        }
        return nil
    }
}
