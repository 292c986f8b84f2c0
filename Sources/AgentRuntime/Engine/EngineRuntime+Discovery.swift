import EngineAPI
import FoundationEssentials

extension EngineRuntime {
    /// A runtime on the first engine that answers. None is started for it.
    ///
    /// - Parameters:
    ///   - named: an engine's address, or `docker` or `podman`; the first that answers unless given.
    ///   - environment: `AAC_ENGINE`, `DOCKER_HOST` and the like; this process's unless given.
    /// - Throws: `EngineError` with code `noEngine` and what was tried.
    public static func discover(
        _ named: String? = nil, environment: [String: String]? = nil
    ) async throws -> EngineRuntime {
        var discovery = EngineDiscovery(named: named, environment: environment ?? ProcessInfo.processInfo.environment)
        discovery.allowsEmbedded = false
        return EngineRuntime(try await discovery.find().client)
    }
}
