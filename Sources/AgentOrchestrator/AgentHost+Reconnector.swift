import EngineAPI

extension AgentHost {
    /// What carries calls across the engine's absences; shared by all that go on for long.
    ///
    /// - Parameter report: told of each absence and its end; it must return at once.
    public func reconnector(
        report: @escaping @Sendable (EngineReconnector.Signal) -> Void = { _ in }
    ) -> EngineReconnector {
        EngineReconnector(engine, report: report)
    }
}
