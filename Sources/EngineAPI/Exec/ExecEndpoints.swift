/// Further processes in running containers: `/containers/{id}/exec` and `/exec`, one file an endpoint.
public struct ExecEndpoints: Sendable {
    let engine: EngineClient
}
