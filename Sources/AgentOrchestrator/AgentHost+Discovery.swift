public import AgentRuntime
import EngineAPI
import FoundationEssentials

extension AgentHost {
    /// Finds an engine as the command line does, and gives it back when `body` has returned or thrown.
    ///
    /// - Parameters:
    ///   - named: an engine's address, or `docker`, `podman` or `embedded`; the first that answers unless given.
    ///   - environment: `AAC_ENGINE`, `DOCKER_HOST` and the like; this process's unless given.
    ///   - hooks: what is called around each run.
    ///   - body: gets the host.
    /// - Throws: `EngineError` with code `noEngine` and what was tried, or what `body` throws.
    public static func withDiscovered<Value: Sendable>(
        _ named: String? = nil, environment: [String: String]? = nil,
        hooks: [any RunHook] = [], _ body: (AgentHost) async throws -> Value
    ) async throws -> Value {
        let found = try await EngineDiscovery(
            named: named, environment: environment ?? ProcessInfo.processInfo.environment
        ).find()
        return try await found.whileOpen {
            let host = AgentHost(engine: found.client)
            return try await body(hooks.isEmpty ? host : host.with(host.runtime.wrapped(by: hooks)))
        }
    }
}
