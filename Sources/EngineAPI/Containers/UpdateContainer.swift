/// Limits of a container that can change while it runs; nil leaves one as it is.
public struct ContainerUpdate: Sendable, Hashable, Codable {
    /// Memory in bytes.
    public var memory: Int64?
    /// Memory and swap together in bytes.
    public var memorySwap: Int64?
    /// A soft limit in bytes.
    public var memoryReservation: Int64?
    /// Billionths of a CPU.
    public var nanoCPUs: Int64?
    /// Relative weight of CPU time.
    public var cpuShares: Int64?
    /// The CPUs it may run on.
    public var cpuSet: String?
    /// The most processes and threads.
    public var pidsLimit: Int64?
    /// What happens after an exit.
    public var restartPolicy: RestartPolicy?

    /// No change; set what is to change on the value.
    public init() {}

    enum CodingKeys: String, CodingKey {
        case memory = "Memory"
        case memorySwap = "MemorySwap"
        case memoryReservation = "MemoryReservation"
        case nanoCPUs = "NanoCpus"
        case cpuShares = "CpuShares"
        case cpuSet = "CpusetCpus"
        case pidsLimit = "PidsLimit"
        case restartPolicy = "RestartPolicy"
    }
}

extension ContainerEndpoints {
    /// Changes limits of a container, also while it runs: `POST /containers/{id}/update`.
    /// - Returns: what the engine dropped or changed, in its words.
    @discardableResult
    public func update(_ id: String, _ update: ContainerUpdate) async throws -> [String] {
        let answer: Warnings = try await engine.decode(
            from: .post("/containers/{id}/update", id, to: "update container"), json: update)
        return answer.warnings ?? []
    }

    private struct Warnings: Decodable {
        var warnings: [String]?
        enum CodingKeys: String, CodingKey { case warnings = "Warnings" }
    }
}
