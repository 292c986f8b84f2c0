import AgentValues
import HTTPTransport
import HTTPTypes

/// The engine itself: `/_ping`, `/version`, `/info`, `/events`, `/system/df` and its build cache.
public struct SystemEndpoints: Sendable {
    let engine: EngineClient

    /// Asks whether the engine still answers: `GET /_ping`.
    /// - Throws: ``EngineError``, `transport` or `timedOut` when it does not.
    public func ping() async throws {
        try await engine.perform(.get("/_ping", to: "ping the engine"))
    }

    /// The engine's clock in whole seconds, from the `Date` header of `GET /_ping`; nil without one.
    func time() async throws -> EngineTime? {
        let call = EngineCall.get("/_ping", to: "ping the engine")
        let response = try await engine.send(call)
        _ = try await engine.collect(response, of: call)
        return response.head.headerFields[.date].flatMap(EngineTime.init(httpDate:))
    }

    /// Which software the engine is made of: `GET /version`.
    public func version() async throws -> EngineVersion {
        try await engine.decode(from: .get("/version", to: "ask for the engine's version"))
    }

    /// What the engine is and can do: `GET /info`.
    public func info() async throws -> EngineInfo {
        try await engine.decode(from: .get("/info", to: "ask what the engine can do"))
    }

    /// What takes space on the engine's disk: `GET /system/df`. The engine walks its storage for it, which takes its time.
    public func diskUsage() async throws -> DiskUsage {
        try await engine.decode(from: .get("/system/df", to: "ask what takes space on the disk", limit: .lengthy))
    }
}

extension EngineClient {
    /// The engine itself: its version, what it can do, its events, its disk.
    public var system: SystemEndpoints { SystemEndpoints(engine: self) }
}
