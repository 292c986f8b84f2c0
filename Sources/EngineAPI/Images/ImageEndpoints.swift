/// The endpoints below `/images`, and `/build`. A missing image is an ``EngineError`` with code `notFound`.
public struct ImageEndpoints: Sendable {
    let engine: EngineClient
}

extension EngineClient {
    /// `/images`: build, pull, push, list and remove images.
    public var images: ImageEndpoints { ImageEndpoints(engine: self) }
}
