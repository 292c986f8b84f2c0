import AgentTesting
import HTTPTransport

extension TestEngine {
    /// Where it listens, for requests of our own.
    var endpoint: HTTPEndpoint {
        .unix(path: host.hasPrefix("unix://") ? String(host.dropFirst(7)) : host)
    }
}
