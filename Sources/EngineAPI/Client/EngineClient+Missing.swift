extension EngineClient {
    /// What calls return; nil where the engine has no such object (404).
    package func unlessMissing<Value>(_ ask: () async throws -> Value) async throws -> Value? {
        do { return try await ask() } catch let error as EngineError where error.code == .notFound { return nil }
    }
}
