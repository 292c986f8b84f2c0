extension EngineClient {
    /// How often a list is asked for while something of it goes away.
    private static let listAttempts = 10

    /// Decodes a list of an engine that collects the names first, and fails when one is gone before it looks at it.
    ///
    /// - Parameter message: what the engine says then, with a status of 500 or more.
    func decodeList<Element: Decodable & Sendable>(
        from call: EngineCall, whileVanishing message: String
    ) async throws -> [Element] {
        for _ in 1..<Self.listAttempts {
            do { return try await decode(from: call) } catch let error as EngineError
                where error.code == .serverError && error.engineMessage?.contains(message) == true
            {}
        }
        return try await decode(from: call)
    }
}
