import AgentRuntime
import AgentTesting
import EngineAPI
import Synchronization
import Testing

@testable import AgentOrchestrator

/// What agents use and which processes they have, as an engine elsewhere tells it.
@Suite(.timeLimit(.minutes(2))) struct AgentUsageTests {
    @Test func aSampleIsWhatTheEngineCounts() async throws {
        let shop = try await ScriptedProject()
        let (web, gone) = (try await shop.add("web"), try await shop.add("gone"))
        try await shop.client.containers.remove(gone.id, force: true)
        let samples = try await shop.host.usage(of: [gone, web])
        #expect(samples.map(\.agent) == ["web"])
        let sample = try #require(samples.first)
        #expect(sample.cpuPercent == 50 && sample.memory == 48 << 20 && sample.memoryLimit == 1 << 30)
        #expect(sample.received == 11 && sample.sent == 22 && sample.processes == 1 && sample.processLimit == 100)
    }

    @Test func followingEndsWithTheAgent() async throws {
        let shop = try await ScriptedProject()
        let web = try await shop.add("web")
        let count = Mutex(0)
        try await shop.host.followUsage(of: web) { sample in
            count.withLock { $0 += 1 }
            #expect(sample.cpuPercent == 50)
            shop.containers.end(web.id, code: 0)
        }
        #expect(count.withLock { $0 } == 1)
    }

    @Test func aStatusMeasuresWhatRunsAndHasNoLimitWhereThereIsNone() async throws {
        let shop = try await ScriptedProject()
        let web = try await shop.add("web")
        var ended = try await shop.add("ended")
        shop.containers.end(ended.id, code: 0)
        ended = try await shop.found(ended.id)
        let measured = try await shop.host.status(of: [web, ended], measuring: true)
        #expect(measured.map(\.cpuPercent) == [50, nil] && measured.map(\.memory) == [48 << 20, nil])
        #expect(measured.map(\.memoryLimit) == [nil, nil])
    }

    @Test func processesAreListedPerAgent() async throws {
        let shop = try await ScriptedProject()
        let agents = [try await shop.add("web"), try await shop.add("api")]
        let found = try await shop.host.processes(of: agents)
        #expect(found.map(\.agent) == agents)
        #expect(
            found.map(\.titles) == [["PID", "CMD"], ["PID", "CMD"]]
                && found.map(\.rows) == [[["1", "serve"]], [["2", "serve"]]])
    }
}
