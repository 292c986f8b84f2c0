import AgentManifest
import Testing

@testable import AgentOrchestrator

@Suite(.timeLimit(.minutes(2))) struct LaunchScheduleTests {
    private let dependencies: [String: [Manifest.Dependency]] = [
        "web": [.init(name: "api", condition: .healthy), .init(name: "cache")],
        "api": [.init(name: "seed", condition: .completed), .init(name: "elsewhere")],
    ]

    private func schedule() -> LaunchSchedule {
        LaunchSchedule(["web", "cache", "api", "seed"], dependencies: dependencies)
    }

    @Test func eachBeginsOnceWhenTheOthersAreThere() {
        var schedule = schedule()
        #expect(schedule.next() == ["cache", "seed"])
        #expect(schedule.next() == [])
        schedule.note("cache", .started)
        schedule.note("seed", .started)
        schedule.note("seed", .ready)
        #expect(schedule.next() == [])
        schedule.note("seed", .completed)
        #expect(schedule.next() == ["api"])
        schedule.note("api", .started)
        #expect(schedule.next() == [])
        #expect(schedule.missing(for: "web").map(\.name) == ["api"])
        schedule.note("api", .ready)
        #expect(schedule.next() == ["web"])
        #expect(schedule.unbegun == [])
    }

    @Test func aFailureGivesUpAllThatDependOnItAndNoOther() {
        var schedule = schedule()
        _ = schedule.next()
        let given = schedule.fail("seed")
        #expect(given.map(\.agent) == ["api", "web"])
        #expect(given.map(\.because) == ["seed", "api"])
        #expect(schedule.next() == [])
        #expect(schedule.unbegun == [])
        #expect(schedule.fail("cache").isEmpty)
    }
}
