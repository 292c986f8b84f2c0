import AgentTesting
import EngineAPI
import Testing

@testable import AgentRuntime

/// Starts an agent with mounts, and returns why it was refused.
func refusedMounts(
    _ engine: TestEngine, _ volumes: [VolumeMount], _ change: (inout RunOptions) -> Void = { _ in }
) async throws -> RunError? {
    var found: RunError?
    try await withAgent(on: engine, "mounts") { agent in
        var options = agent.options(["sleep", "600"])
        options.volumes = volumes
        options.readiness = .started
        change(&options)
        do {
            _ = try await agent.runtime.run(options)
        } catch let error as RunError {
            found = error
            #expect(try await agent.leftovers() == [])
        }
    }
    return found
}
