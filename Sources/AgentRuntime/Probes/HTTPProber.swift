import Diagnostics
import HTTPTransport
import HTTPTypes
import Synchronization

/// `GET path`, straight to the container where this host can reach it, else through its published port.
final class HTTPProber: Prober {
    private static let readAtMost = 64 << 10
    /// One client, and so one thread, for all probes.
    private static let client = HTTPClient()

    private let target: ProbeTarget
    private let port: Int
    private let path: String
    private let statuses: [ClosedRange<Int>]
    private let text: String?
    private let timeout: Duration
    private let unreachable = Mutex<Set<ProbeEndpoint>>([])

    init(
        target: ProbeTarget, port: Int, path: String, statuses: [ClosedRange<Int>], text: String?, timeout: Duration
    ) {
        self.target = target
        self.port = port
        self.path = path.hasPrefix("/") ? path : "/" + path
        self.statuses = statuses
        self.text = text
        self.timeout = timeout
    }

    func attempt() async throws -> ProbeOutcome {
        let all = target.endpoints(port: port)
        let reachable = all.filter { endpoint in unreachable.withLock { !$0.contains(endpoint) } }
        // The way that failed last is tried again where there is no other.
        let endpoints = reachable.isEmpty ? all : reachable
        var last = ProbeOutcome.failure(
            "port \(port) of the container cannot be reached from here; publish it with spec.ports")
        for endpoint in endpoints {
            do {
                return try await ask(endpoint)
            } catch let error as HTTPTransportError {
                last = .failure("GET http://\(endpoint.host):\(endpoint.port)\(path): \(error.message)")
                // Nobody listens at the agent's own address, so the published port, which is a proxy in front of it,
                // need not be tried.
                if endpoint.isDirect, error.code != .connectTimedOut, error.code != .connectFailed { return last }
                if endpoint.isDirect { unreachable.withLock { _ = $0.insert(endpoint) } }
            }
        }
        return last
    }

    private func ask(_ endpoint: ProbeEndpoint) async throws -> ProbeOutcome {
        let request = HTTPRequest(
            method: .get, scheme: "http", authority: "\(endpoint.host):\(endpoint.port)", path: path,
            headerFields: [.connection: "close", .userAgent: "aac-runtime"])
        let response = try await Self.client.send(
            request, to: .tcp(scheme: .http, host: endpoint.host, port: endpoint.port),
            timeouts: HTTPTimeouts(connect: target.connectLimit(within: timeout), idle: nil, total: timeout))
        let body = try await beginning(of: response.body)
        let status = response.head.status.code
        let answer = "GET \(path) answered \(status): \(Excerpt.of(body, called: "body"))"
        guard statuses.contains(where: { $0.contains(status) }) else { return .failure(answer) }
        guard let text, !String(decoding: body, as: UTF8.self).contains(text) else { return .success }
        return .failure("\(answer), without '\(text)'")
    }

    private func beginning(of stream: HTTPBodyStream) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await chunk in stream {
            bytes += chunk
            if bytes.count >= Self.readAtMost { break }
        }
        return bytes
    }
}
