extension ContainerEndpoints {
    /// Removes containers that do not run: `POST /containers/prune`.
    /// - Parameter filters: `label`, `label!`, `until`. Without any, other people's containers go too.
    public func prune(filters: EngineFilters) async throws -> PruneReport {
        try await engine.prune("/containers/prune", to: "prune containers", filters)
    }
}

extension ImageEndpoints {
    /// Removes images that no container uses: `POST /images/prune`.
    /// - Parameter filters: `dangling` (`false`: also those with a name), `label`, `label!`, `until`. Without any, all images
    ///   without a name.
    public func prune(filters: EngineFilters) async throws -> PruneReport {
        try await engine.prune("/images/prune", to: "prune images", filters)
    }
}

extension NetworkEndpoints {
    /// Removes networks that no container is on: `POST /networks/prune`.
    /// - Parameter filters: `label`, `label!`, `until`. Without any, other people's networks go too.
    public func prune(filters: EngineFilters) async throws -> PruneReport {
        try await engine.prune("/networks/prune", to: "prune networks", filters)
    }
}

extension VolumeEndpoints {
    /// Removes volumes that no container has, also those with a name: `POST /volumes/prune`.
    /// - Parameter filters: `label`, `label!`. Without any, other people's data goes too.
    public func prune(filters: EngineFilters) async throws -> PruneReport {
        // Since 1.42 engines spare volumes with a name unless told otherwise.
        let all = engine.apiVersion >= APIVersion(1, 42) ? filters.adding("all", "true") : filters
        return try await engine.prune("/volumes/prune", to: "prune volumes", all)
    }
}

extension SystemEndpoints {
    /// Removes what builds have kept: `POST /build/prune`. Podman keeps no cache but images without a name, which
    /// ``ImageEndpoints/prune(filters:)`` removes, so there this does nothing.
    /// - Parameters:
    ///   - all: also what images with a name consist of.
    ///   - filters: `until`, `id`, `inuse` and more.
    public func pruneBuildCache(
        all: Bool = false, filters: EngineFilters = EngineFilters()
    ) async throws -> PruneReport {
        guard engine.kind == .docker else { return PruneReport(removed: [], reclaimedBytes: 0) }
        return try await engine.prune("/build/prune", to: "prune the build cache", filters, all: all)
    }
}

extension EngineClient {
    fileprivate func prune(
        _ path: String, to action: String, _ filters: EngineFilters, all: Bool = false
    ) async throws -> PruneReport {
        var call = EngineCall.post(path, to: action, limit: .lengthy)
        call.query.add("all", all)
        try call.query.add(filters)
        return try await decode(PruneReport.self, from: call)
    }
}
