import AgentValues
import Testing

@testable import AgentRuntime

@Suite(.timeLimit(.minutes(2))) struct LimitsHookTests {
    private let call = HookCall()
    private let config: JSONValue = [
        "defaults": ["memory": "256Mi"], "ceilings": ["memory": "2Gi", "cpu": "1500m", "pids": 512],
    ]

    private func clamping() throws -> LimitsHook {
        var config = try #require(config.objectValue)
        config["clamp"] = true
        return try LimitsHook(config: .object(config))
    }

    @Test func defaultsTakeThePlaceOfTheStandard() async throws {
        let hook = try LimitsHook(config: config)
        let changed = try await call.preRun(hook)
        #expect(changed.resources.memory == 256 << 20)
        #expect(changed.resources.nanoCPUs == ResourceLimits.standard.nanoCPUs)
        let unlimited = try await call.preRun(hook) { $0.resources.memory = nil }
        #expect(unlimited.resources.memory == 256 << 20)
        let asked = try await call.preRun(hook) { $0.resources.memory = 512 << 20 }
        #expect(asked.resources.memory == 512 << 20)
    }

    @Test(
        arguments: [
            (1 << 30, 1_000_000_000, 64, nil), (4 << 30, 1_000_000_000, 64, "memory: 4Gi is above the ceiling of 2Gi"),
            (1 << 30, 2_000_000_000, 64, "cpu: 2 is above the ceiling of 1.5"),
            (1 << 30, 1_000_000_000, nil, "pids: no limit is above the ceiling of 512"),
        ] as [(Int64, Int64, Int64?, String?)])
    func whatIsAboveACeilingIsDeniedOrLowered(memory: Int64, cpu: Int64, pids: Int64?, reason: String?) async throws {
        let wanted = ResourceLimits(nanoCPUs: cpu, memory: memory, processes: pids)
        let ceilings = LimitsHook.Amounts(memory: 2 << 30, nanoCPUs: 1_500_000_000, processes: 512)
        do {
            let unchanged = try await call.preRun(LimitsHook(ceilings: ceilings)) { $0.resources = wanted }
            #expect(reason == nil)
            #expect(unchanged.resources == wanted)
        } catch let denial as RunDenied {
            #expect(denial.reason == reason)
        }
        let lowered = try await call.preRun(LimitsHook(ceilings: ceilings, clamp: true)) { $0.resources = wanted }
        #expect(lowered.resources.memory == min(memory, 2 << 30))
        #expect(lowered.resources.nanoCPUs == min(cpu, 1_500_000_000))
        #expect(lowered.resources.processes == pids ?? 512)
    }

    @Test func theReservationStaysBelowTheLimit() async throws {
        let lowered = try await call.preRun(try clamping()) {
            $0.resources.memory = 8 << 30
            $0.resources.memoryReservation = 4 << 30
        }
        #expect(lowered.resources.memoryReservation == 2 << 30)
    }
}
