public import AgentValues
import EngineAPI

/// When a container's life ends, as its labels say. So the bound outlives the process that set it: the next command
/// reads it from the container.
public struct Lease: Sendable, Hashable {
    /// What bounds it.
    public var lifetime: Lifetime
    /// When it is over, whatever the container does; nil where only idleness ends it.
    public var expires: EngineTime?

    /// A life that begins at `start`, by this host's clock.
    public init(_ lifetime: Lifetime, from start: EngineTime) {
        self.lifetime = lifetime
        expires = lifetime.ttl.map { start + $0 }
    }

    /// Reads the labels of a container; nil when nothing bounds its life, or when they are not as we write them.
    public init?(labels: [String: String]) {
        guard let text = labels[AgentIdentity.Label.lease] else { return nil }
        lifetime = Lifetime(ttl: Self.part("ttl", of: text), idle: nil)
        expires = labels[AgentIdentity.Label.expires].flatMap(EngineTime.init)
        if let seconds = labels[AgentIdentity.Label.idle].flatMap(Double.init), seconds > 0, seconds < 1e10 {
            lifetime.idle = .seconds(seconds)
        }
        guard expires != nil || lifetime.idle != nil else { return nil }
    }

    /// The labels that say this.
    public var labels: [String: String] {
        var labels: [String: String] = [:]
        let parts = [("ttl", lifetime.ttl), ("idle", lifetime.idle)].compactMap { name, span in
            span.map { "\(name)=\(Self.number($0))s" }
        }
        labels[AgentIdentity.Label.lease] = parts.joined(separator: ",")
        labels[AgentIdentity.Label.expires] = expires?.description
        labels[AgentIdentity.Label.idle] = lifetime.idle.map(Self.number)
        return labels
    }

    /// Seconds, without a fraction where there is none.
    private static func number(_ span: Duration) -> String {
        span.components.attoseconds == 0 ? String(span.components.seconds) : String(span.seconds)
    }

    private static func part(_ name: String, of text: String) -> Duration? {
        let parts = text.split(separator: ",").map { $0.split(separator: "=", maxSplits: 1) }
        guard let part = parts.first(where: { $0.first == Substring(name) && $0.count == 2 }), part[1].hasSuffix("s"),
            let seconds = Double(part[1].dropLast()), seconds > 0, seconds < 1e10
        else { return nil }
        return .seconds(seconds)
    }
}
