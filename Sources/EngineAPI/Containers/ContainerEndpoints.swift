/// The endpoints below `/containers`.
///
/// Containers are named by id, by a unique beginning of it, or by name. A missing one is an ``EngineError`` with code
/// `notFound`; a state that does not allow the call, `conflict`.
public struct ContainerEndpoints: Sendable {
    let engine: EngineClient
}

extension EngineClient {
    /// `/containers`: create, start, watch, stop and remove containers.
    public var containers: ContainerEndpoints { ContainerEndpoints(engine: self) }
}
