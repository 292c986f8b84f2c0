import EngineAPI

extension EngineClient {
    /// Makes a call that walks through all containers. On Podman it fails when one of another test goes meanwhile; then it
    /// is made again.
    func despitePodmanRaces<Answer>(_ call: () async throws -> Answer) async throws -> Answer {
        for _ in 0..<20 {
            do { return try await call() } catch let error as EngineError
                where error.code == .serverError && kind == .podman
            {}
        }
        return try await call()
    }
}
