extension EngineClient {
    /// `/containers`: create, start, watch, stop and remove containers.
    public var containers: ContainerEndpoints { ContainerEndpoints(engine: self) }

    /// `/exec`: further processes in running containers.
    public var exec: ExecEndpoints { ExecEndpoints(engine: self) }
}
