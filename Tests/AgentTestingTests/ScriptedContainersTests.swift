import AgentRuntime
import AgentTesting
import EngineAPI
import Synchronization
import Testing

/// A whole run without a process.
@Suite(.timeLimit(.minutes(2))) struct ScriptedContainersTests {
    private let engine: ScriptedEngine
    private let containers: ScriptedContainers
    private let options: RunOptions

    init() throws {
        engine = try ScriptedEngine(on: .tcp)
        containers = ScriptedContainers(on: engine)
        let identity = AgentIdentity.testing(project: TestEngine.uniqueName("scripted"), agent: "greeter")
        options = RunOptions(image: "greeter:1.0", name: identity.containerName, identity: identity)
    }

    @Test func aRunEndsReadyAndIsTakenDownWithoutARest() async throws {
        let client = try await engine.connect()
        let runtime = EngineRuntime(client)
        let container = try await runtime.run(options).container
        #expect(container.name == options.name)
        #expect(containers.names == [options.name])
        #expect(try await runtime.list() == [container])
        try await runtime.stop(container.id, timeout: .seconds(1))
        #expect(try await client.containers.inspect(container.name).state.exitCode == 143)
        try await runtime.remove(container.id)
        #expect(containers.names == [] && containers.others == [])
        try await assertNoLeaks(project: options.identity.project, on: client)
    }

    @Test func aCommandThatEndsFailsTheRunAndLeavesNothing() async throws {
        let runtime = EngineRuntime(try await engine.connect())
        let observer = RunObserver(started: { containers.end($0.name, code: 3) })
        let error = await #expect(throws: RunError.self) { try await runtime.run(options, observer: observer) }
        #expect(error?.code == .exited)
        #expect(error?.message.contains("exit code 3") == true)
        #expect(containers.names == [] && containers.others == [])
    }

    @Test func aWaitIsAcceptedAtOnceAndAnsweredAtTheEnd() async throws {
        let client = try await engine.connect()
        let id = try await client.containers.create(ContainerConfiguration(image: "i"), name: "c").id
        let pending = try await client.containers.wait(id, condition: .nextExit)
        try await client.containers.start(id)
        containers.end(id, code: 7)
        #expect(try await pending.exit().code == 7)
    }

    @Test func singleCallsTakeTheirTimeAndFail() async throws {
        let client = try await engine.connect()
        let runtime = EngineRuntime(client)
        engine.answer("POST /containers/*/start", with: .failure(500, "no room").after(.milliseconds(50)))
        let start = ContinuousClock.now
        let error = await #expect(throws: RunError.self) { try await runtime.run(options) }
        #expect(error?.code == .startRefused)
        #expect(ContinuousClock.now - start >= .milliseconds(50))
        #expect(containers.names == [] && containers.others == [])
    }

    @Test func hooksGoAroundItAndAreToldWhyItFailed() async throws {
        struct Witness: RunHook {
            let notes = Notes()
            func preRun(_ options: inout RunOptions, in context: RunContext) { options.labels["seen"] = "yes" }
            func postRun(_ container: ContainerInfo, in context: RunContext) async throws {
                let inspection = try await context.engine?.container(container.id)
                notes.add("started \(inspection?.configuration.labels?["seen"] ?? "unseen")")
            }
            func failed(_ error: any Error, in context: RunContext) {
                notes.add("failed: \((error as? RunError)?.code.rawValue ?? "\(error)")")
            }
        }
        let witness = Witness()
        let runtime = EngineRuntime(try await engine.connect()).wrapped(by: [witness])
        let observer = RunObserver(started: { containers.end($0.name, code: 1) })
        await #expect(throws: RunError.self) { try await runtime.run(options, observer: observer) }
        #expect(witness.notes.all == ["started yes", "failed: exited"])
    }

    @Test func listsAreNarrowedAsEnginesDo() async throws {
        let client = try await engine.connect()
        let network = "\(options.identity.project)_net"
        for (name, labels) in [("a", ["x": "1"]), ("b", ["x": "2"]), ("c", [:])] {
            var configuration = ContainerConfiguration(image: "i", labels: labels)
            configuration.host = HostConfiguration()
            if name == "c" { configuration.host?.networkMode = network }
            _ = try await client.containers.create(configuration, name: name)
            if name != "c" { try await client.containers.start(name) }
        }
        func names(_ filters: EngineFilters, all: Bool = true) async throws -> [String] {
            try await client.containers.list(all: all, filters: filters).flatMap(\.names)
        }
        #expect(try await names(["label": ["x"]]) == ["a", "b"])
        #expect(try await names(["label": ["x=2"]]) == ["b"])
        #expect(try await names([:], all: false) == ["a", "b"])
        #expect(try await client.networks.members(of: network, all: true).flatMap(\.names) == ["c"])
        containers.end("a", code: 0)
        containers.end("b", code: 1)
        #expect(try await names(["exited": ["0"]]) == ["a"])
        containers.setHealth(.unhealthy, of: "b")
        #expect(try await names(["health": ["unhealthy"]]) == ["b"])
    }

    @Test func aContainerGetsAnotherNameUnlessItIsTaken() async throws {
        let client = try await engine.connect()
        for name in ["a", "b"] {
            _ = try await client.containers.create(ContainerConfiguration(image: "i"), name: name)
        }
        let error = await #expect(throws: EngineError.self) { try await client.containers.rename("a", to: "b") }
        #expect(error?.code == .conflict)
        try await client.containers.rename("a", to: "c")
        #expect(containers.names == ["c", "b"])
    }

    @Test func waitsForTheNextEndAndForARemovalTakeTheirTime() async throws {
        let client = try await engine.connect()
        let id = try await client.containers.create(ContainerConfiguration(image: "i"), name: "c").id
        #expect(try await client.containers.wait(id, condition: .notRunning).exit().code == 0)
        let removal = try await client.containers.wait(id, condition: .removed)
        for code in [1, 2] {
            let next = try await client.containers.wait(id, condition: .nextExit)
            try await client.containers.start(id)
            containers.end(id, code: code)
            #expect(try await next.exit().code == code)
            #expect(try await client.containers.wait(id, condition: .notRunning).exit().code == code)
        }
        try await client.containers.remove(id)
        _ = try await removal.exit()
        #expect(containers.id(of: id) == nil)
    }

    @Test func aLostAnswerIsToACallThatWasCarriedOut() async throws {
        let client = try await engine.connect()
        engine.change("POST /containers/create", times: 1) { _, _ in .lost }
        let error = await #expect(throws: EngineError.self) {
            _ = try await client.containers.create(ContainerConfiguration(image: "i"), name: "c")
        }
        #expect(error?.status == nil)
        #expect(containers.names == ["c"])
        #expect(engine.calls.filter { $0.path == "/containers/create" }.count == 1)
    }

    /// What stays with a container is told why it is not ready, with the probe's last answer.
    @Test func whyAContainerIsNotReadyAgainIsTold() async throws {
        let client = try await engine.connect()
        let container = try await EngineRuntime(client).run(options).container
        var probed = options
        probed.readiness = Probe(.file(path: "/ready", text: nil), retries: 1, startPeriod: .zero)
        let running = RunningContainer(container.id, options: probed, engine: client)
        #expect(
            try await running.awaitReadiness()
                == .notReady(
                    "is unhealthy: 1 failures of file /ready in a row; "
                        + "last answer: there is no file '/ready' in the container"))
        containers.end(container.name, code: 0)
        #expect(try await running.awaitReadiness() == .exited)
    }
}

/// What happened, in order.
final class Notes: Sendable {
    private let texts = Mutex<[String]>([])
    var all: [String] { texts.withLock(\.self) }
    func add(_ text: String) { texts.withLock { $0.append(text) } }
}
