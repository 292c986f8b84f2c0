import AgentValues
import Diagnostics
import EngineAPI
import HTTPTransport
import HTTPTypes

/// A `GET` request: straight to the container where this process can reach it, else from inside of it.
struct HTTPProber: Prober {
    private static let readAtMost = 64 << 10
    private static let mostRedirects = 5
    /// One client, and so one thread, for all probes.
    private static let client = HTTPClient()
    private static let trustingClient = HTTPClient(tls: TLSConfiguration(verifyPeer: false))

    let target: ProbeTarget
    let check: Probe.HTTPCheck
    let timeout: Duration

    func attempt() async throws -> ProbeOutcome {
        let scheme: HTTPEndpoint.Scheme = check.scheme == .https ? .https : .http
        switch target.road(to: check.address) {
        case nil: return .unreachable(check.port)
        case .direct(let host):
            return try await ask(.tcp(scheme: scheme, host: host, port: check.port), as: "\(host):\(check.port)")
        case .inside(let address):
            let relay = PortRelay(target: target, port: check.port, address: address)
            do {
                return try await withTimeLimit(timeout) {
                    try await relay.open { socket in
                        try await ask(
                            .unix(path: socket, scheme: scheme), as: "\(address ?? "localhost"):\(check.port)")
                    }
                }
            } catch is TimeLimitExceeded {
                return .failure("GET \(check.path) in the container: no answer within \(timeout.brief)")
            } catch let error as PortRelay.NotReached {
                return .failure("in the container: \(error.words)")
            } catch let error as EngineError where error.isRefusal || error.code == .streamError {
                return .failure(error.summary)
            }
        }
    }

    /// - Parameter authority: what is asked for, unless a header says otherwise.
    private func ask(_ endpoint: HTTPEndpoint, as authority: String) async throws -> ProbeOutcome {
        var path = check.path.hasPrefix("/") ? check.path : "/" + check.path
        for _ in 0...Self.mostRedirects {
            let answer: Answer
            do { answer = try await send(path, to: endpoint, as: authority) } catch let error as HTTPTransportError {
                return .failure("GET \(check.scheme.rawValue)://\(authority)\(path): \(error.message)")
            }
            guard check.followsRedirects, (300..<400).contains(answer.status), let location = answer.location else {
                return answer.judged(by: check, path: path)
            }
            guard let next = Redirect(location, from: path, authority: authority, check).path else {
                return .failure(
                    "GET \(path) answered \(answer.status) and leads to '\(location)', which is not this port")
            }
            path = next
        }
        return .failure("GET \(check.path) was answered with more than \(Self.mostRedirects) redirects")
    }

    private func send(_ path: String, to endpoint: HTTPEndpoint, as authority: String) async throws -> Answer {
        var fields: HTTPFields = [.connection: "close", .userAgent: "aac-runtime"]
        var authority = authority
        for header in check.headers {
            if header.name.lowercased() == "host" { authority = header.value }
            guard header.name.lowercased() != "host", let name = HTTPField.Name(header.name) else { continue }
            fields[name] = header.value
        }
        let request = HTTPRequest(
            method: .get, scheme: check.scheme.rawValue, authority: authority, path: path, headerFields: fields)
        let response = try await (check.isInsecure ? Self.trustingClient : Self.client).send(
            request, to: endpoint,
            timeouts: HTTPTimeouts(connect: min(timeout, TCPProber.directLimit), idle: nil, total: timeout))
        var body: [UInt8] = []
        for try await chunk in response.body {
            body += chunk
            if body.count >= Self.readAtMost { break }
        }
        return Answer(
            status: response.head.status.code, location: response.head.headerFields[.location], body: body)
    }

    private struct Answer {
        var status: Int
        var location: String?
        var body: [UInt8]

        func judged(by check: Probe.HTTPCheck, path: String) -> ProbeOutcome {
            let words = "GET \(path) answered \(status): \(Excerpt.of(body, called: "body"))"
            guard check.statuses.contains(where: { $0.contains(status) }) else { return .failure(words) }
            guard let text = check.text, !String(decoding: body, as: UTF8.self).contains(text) else { return .success }
            return .failure("\(words), without '\(text)'")
        }
    }
}

/// Where a redirect leads, as far as it stays with the agent's port. An agent must not send this host's requests elsewhere.
struct Redirect {
    /// Path and query; nil where it leads to another place.
    let path: String?

    /// - Parameters:
    ///   - location: as the answer has it.
    ///   - base: the path that was asked for.
    ///   - authority: host and port that were asked for; a `Host` header's name counts too.
    init(_ location: String, from base: String, authority: String, _ check: Probe.HTTPCheck) {
        let own = [authority] + check.headers.filter { $0.name.lowercased() == "host" }.map(\.value)
        var rest = Substring(location.prefix { $0 != "#" })
        if rest.hasPrefix("//") { rest = "\(check.scheme.rawValue):\(rest)" }
        for name in own where rest.hasPrefix("\(check.scheme.rawValue)://\(name)") {
            let tail = rest.dropFirst("\(check.scheme.rawValue)://\(name)".count)
            if tail.isEmpty || tail.hasPrefix("/") || tail.hasPrefix("?") {
                rest = tail.hasPrefix("/") ? tail : "/\(tail)"
                break
            }
        }
        guard !rest.contains("://"), rest.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
            path = nil
            return
        }
        let file = base.prefix { $0 != "?" }
        if rest.hasPrefix("/") {
            path = String(rest)
        } else if rest.isEmpty {
            path = base
        } else if rest.hasPrefix("?") {
            path = "\(file)\(rest)"
        } else {
            path = "\(file[..<(file.lastIndex(of: "/") ?? file.startIndex)])/\(rest)"
        }
    }
}
