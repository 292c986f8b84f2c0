import AgentOrchestrator
import AgentRuntime
import AgentTesting
import AgentValues
import EngineAPI
import FoundationEssentials
import Testing

@Suite(.timeLimit(.minutes(5))) struct ReaperTests {
    private static let hour = Lifetime(ttl: .seconds(3600))

    @Test(arguments: TestEngine.allCases)
    func whatIsPastItsTimeGoesWithEverythingOfIts(engine: TestEngine) async throws {
        try await LeasedProject.with(engine) { project in
            try await project.run("short", Self.hour)
            try await project.run("long", Lifetime(ttl: .seconds(7200)))
            try await project.run("free", nil)
            #expect(try await project.reaper(in: .seconds(3500)).reap().isEmpty)

            let report = try await project.reaper(in: .seconds(3601)).reap()
            #expect(report.containers.map(\.agent) == ["short"])
            #expect(report.containers.first?.reason == "its lifetime of 60m is over")
            #expect(report.failures.isEmpty)
            // The others want the network.
            #expect(report.networks == [])
            let next = try #require(report.next) - .now
            #expect(next > .seconds(7100) && next <= .seconds(7200))
            #expect(try await project.present() == ["free", "long", "network"])
            let folders = try await leaks(ofProject: project.name, on: project.client).filter { $0.kind == .file }
            let files = folders.flatMap { (try? FileManager.default.contentsOfDirectory(atPath: $0.name)) ?? [] }
            #expect(Set(files.compactMap { $0.split(separator: "-").first }) == ["free", "long"], "\(files)")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func theLastOneTakesTheNetworkWithItAlsoWhenItHasEnded(engine: TestEngine) async throws {
        try await LeasedProject.with(engine) { project in
            let id = try await project.run("ended", Self.hour)
            try await project.client.containers.kill(id)
            let found = try await project.reaper(in: .seconds(3601)).find()
            #expect(found.containers.map(\.agent) == ["ended"])
            #expect(try await project.present() == ["ended", "network"])
            let report = try await project.reaper(in: .seconds(3601)).reap()
            #expect(report.networks == ["\(project.name)_agents"])
            #expect(try await project.present() == [])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func idlenessCountsFromTheLastLineOrTheStart(engine: TestEngine) async throws {
        try await LeasedProject.with(engine) { project in
            let idle = Lifetime(idle: .seconds(3600))
            try await project.run("quiet", idle)
            let chatty = try await project.run("chatty", idle)
            let afterTheStarts = EngineTime.now
            let exec = try await project.client.exec.create(
                in: chatty, ExecConfiguration(["sh", "-c", "echo hi >/proc/1/fd/1"]))
            for try await _ in try await project.client.exec.start(exec, tty: false).frames {}

            let report = try await project.reaper(at: afterTheStarts + .seconds(3600)).reap()
            #expect(report.containers.map(\.agent) == ["quiet"])
            #expect(report.containers.first?.reason == "it has printed nothing for 60m")
            #expect(try #require(report.next) > afterTheStarts + .seconds(3600))
            // Podman tells the second of a line alone, so that its end counts.
            #expect(try await project.reaper(in: .seconds(3601)).reap().containers.map(\.agent) == ["chatty"])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func twoReapersAtOnceAreNoMess(engine: TestEngine) async throws {
        try await LeasedProject.with(engine) { project in
            for agent in ["a", "b", "c"] { try await project.run(agent, Self.hour) }
            let reports = try await withThrowingTaskGroup(of: ReapReport.self) { group in
                for _ in 1...3 { group.addTask { try await project.reaper(in: .seconds(3601)).reap() } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            for report in reports { #expect(report.failures.isEmpty, "\(report.failures)") }
            #expect(Set(reports.flatMap(\.containers).map(\.agent)) == ["a", "b", "c"])
            #expect(try await project.present() == [])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func whatIsNotOursStays(engine: TestEngine) async throws {
        try await LeasedProject.with(engine) { project in
            // The project's label and a lease, but not the labels of an agent: somebody built an image with them.
            let labels = Lease(Self.hour, from: .now).labels.merging([AgentIdentity.Label.project: project.name]) { $1 }
            try await project.client.withTestContainer("foreign", ["true"], adjust: { $0.labels?.merge(labels) { $1 } })
            {
                let report = try await project.reaper(in: .seconds(3601)).reap()
                #expect(report.isEmpty && report.next == nil)
                _ = try await project.client.containers.inspect($0)
            }
        }
    }

    /// To the reaper it is an hour later but for a second.
    @Test(arguments: TestEngine.allCases)
    func watchingIsWokenByAgentsThatComeAndWaitsForTheirEnd(engine: TestEngine) async throws {
        try await LeasedProject.with(engine) { project in
            let (reports, told) = AsyncStream.makeStream(of: ReapReport.self)
            let watch = Task {
                try await project.reaper(in: .seconds(3599)).watch(signal: { _ in }) { told.yield($0) }
            }
            defer { watch.cancel() }
            var iterator = reports.makeAsyncIterator()
            for agent in ["first", "second"] {
                let start = ContinuousClock.now
                try await project.run(agent, Self.hour)
                let report = try #require(await iterator.next())
                #expect(report.containers.map(\.agent) == [agent])
                #expect(report.failures.isEmpty, "\(report.failures)")
                #expect(ContinuousClock.now - start > .milliseconds(990))
            }
            #expect(try await project.present() == [])
        }
    }
}
