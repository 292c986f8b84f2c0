/// The engine itself: `/_ping`, `/version`, `/info`, `/events`, `/system/df` and its build cache, one file an endpoint.
public struct SystemEndpoints: Sendable {
    let engine: EngineClient
}

extension EngineClient {
    /// The engine itself: its version, what it can do, its events, its disk.
    public var system: SystemEndpoints { SystemEndpoints(engine: self) }
}
