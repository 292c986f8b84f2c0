import AgentTesting
import EngineAPI
import FoundationEssentials
import Glibc
import Testing

@testable import AgentRuntime

/// The cage as the kernel has it.
@Suite(.timeLimit(.minutes(5))) struct CageTests {
    /// Someone who makes another container than was asked for.
    private func check(
        _ engine: TestEngine, asked change: @escaping (inout RunOptions) -> Void = { _ in }, mounts: [CageMount] = [],
        _ adjust: @escaping (inout ContainerConfiguration) -> Void
    ) async throws -> RunError? {
        let client = try await engine.connectWithImage()
        defer { client.shutdown() }
        var options = RunOptions(
            image: TestEngine.image, name: "x", identity: AgentIdentity.testing(project: "p", agent: "agent"))
        change(&options)
        var found: RunError?
        _ = try await client.finishedTestContainer("cage", ["sleep", "600"], adjust: adjust) { id in
            let kind: EngineKind = engine == .docker ? .docker : .podman
            let limits = CageLimits(options, on: kind, mounts: mounts)
            let record = try #require(CageRecord(CageRecord(limits).text))
            #expect(record.limits == limits)
            let inspection = try await client.containers.inspect(id)
            let report = CageReport(record.limits, inspection, isLocal: true, engine: kind)
            if !report.failures.isEmpty { found = report.error(agent: "agent") }
            try await client.containers.kill(id)
        }
        return found
    }

    /// What was asked for, as the engine is told.
    private static func caged(
        _ configuration: inout ContainerConfiguration, _ engine: TestEngine, noNewPrivileges: Bool = true
    ) {
        var options = RunOptions(
            image: TestEngine.image, name: "x", identity: AgentIdentity.testing(project: "p", agent: "agent"))
        options.security.noNewPrivileges = noNewPrivileges
        var host = options.containerConfiguration(for: engine == .docker ? .docker : .podman, RunAssets()).host
        host?.mounts = nil
        host?.networkMode = "none"
        configuration.host = host
    }

    @Test(arguments: TestEngine.allCases) func aWholeCageHolds(_ engine: TestEngine) async throws {
        let error = try await check(engine) { Self.caged(&$0, engine) }
        #expect(error == nil, "\(String(describing: error))")
    }

    /// What was asked for is what the manifest says, whatever the engine gives by default.
    @Test(arguments: TestEngine.allCases) func theAskedCapabilitiesAreOurs(_ engine: TestEngine) async throws {
        try await withAgent(on: engine, "capabilities") { agent in
            var options = agent.options(["sleep", "60"])
            options.readiness = .started
            let container = try await agent.runtime.run(options).container
            let id = container.id.rawValue
            let report = CageReport(
                try await agent.client.containers.inspect(id), on: engine.kind, isLocal: true,
                boundingCapabilities: try await agent.client.containers.boundingCapabilities(id))
            let row = try #require(report.rows.first { $0.name == "capabilities" })
            #expect(row.asked == "CHOWN DAC_OVERRIDE FOWNER FSETID KILL NET_BIND_SERVICE SETGID SETPCAP SETUID")
            #expect(row.applied == row.asked)
            #expect(row.holds)
        }
    }

    /// Nothing is left to an engine's own default, which is not the same everywhere.
    @Test func capabilitiesAreAskedForOneByOne() throws {
        let options = RunOptions(image: "x", name: "x", identity: AgentIdentity.testing(project: "p", agent: "a"))
        let asked = options.containerConfiguration(for: .podman, RunAssets()).host
        #expect(asked?.droppedCapabilities == ["ALL"])
        #expect(asked?.addedCapabilities?.contains("NET_RAW") == false)
        #expect(asked?.addedCapabilities?.count == 9)
    }

    @Test(arguments: TestEngine.allCases) func aContainerWithoutLimitsFails(_ engine: TestEngine) async throws {
        let error = try await check(engine, asked: { $0.security.readOnlyRootFilesystem = true }) {
            $0.host = HostConfiguration()
            $0.host?.securityOptions = ["seccomp=unconfined"]
        }
        let details = try #require(error?.details)
        for name in ["memory", "CPUs", "no new privileges", "seccomp filter", "read-only root", "capabilities"] {
            #expect(
                details.contains { $0.hasPrefix("\(name): asked for") && $0.contains("the kernel has") }, "\(details)")
        }
        // Podman has a limit of its own.
        if engine == .docker { #expect(details.contains { $0.hasPrefix("processes:") }) }
        #expect(error?.code == .limitNotApplied)
    }

    @Test(
        arguments: TestEngine.allCases,
        ["memory", "swap", "cpu", "pids", "privileges", "seccomp", "capability", "root"])
    func eachMissingLimitFails(_ engine: TestEngine, _ part: String) async throws {
        let error = try await check(engine, asked: { $0.security.readOnlyRootFilesystem = part == "root" }) {
            Self.caged(&$0, engine, noNewPrivileges: part != "privileges")
            switch part {
            case "memory":
                $0.host?.memory = 2 << 30
                $0.host?.memorySwap = 2 << 30
            case "swap": $0.host?.memorySwap = -1
            case "cpu": $0.host?.nanoCPUs = 2_000_000_000
            case "pids": $0.host?.pidsLimit = 300
            case "seccomp":
                $0.host?.securityOptions?.removeAll { $0.hasPrefix("seccomp") }
                $0.host?.securityOptions?.append("seccomp=unconfined")
            case "capability":
                $0.host?.addedCapabilities?.append("NET_RAW")
            default: break
            }
        }
        // A kernel that does not count swap cannot limit it either.
        if part == "swap", access("/sys/fs/cgroup/memory/memory.memsw.limit_in_bytes", F_OK) != 0,
            access("/sys/fs/cgroup/memory/docker", F_OK) == 0
        {
            return
        }
        // More memory is more memory and swap too.
        #expect(error?.details.count == (part == "memory" ? 2 : 1), "\(error?.details ?? [])")
    }

    @Test(arguments: TestEngine.allCases) func rootIsSeen(_ engine: TestEngine) async throws {
        let error = try await check(engine, asked: { $0.security.runAsNonRoot = true }) { Self.caged(&$0, engine) }
        #expect(error?.details == ["not root: asked for yes, the kernel has no"])
        let other = try await check(engine, asked: { $0.security.runAsNonRoot = true }) {
            Self.caged(&$0, engine)
            $0.user = "1000"
        }
        #expect(other == nil)
    }

    /// The engine follows a link at the start, wherever it leads by then.
    @Test(arguments: TestEngine.allCases) func aLinkThatLeadsElsewhereIsSeen(_ engine: TestEngine) async throws {
        let folder = try TemporaryFolder()
        let manager = FileManager.default
        let source = "\(MountPolicy.resolved(folder.path))/data"
        try manager.createDirectory(atPath: source, withIntermediateDirectories: true)
        let mount = try #require(CageMount(target: "/data", of: source, isReadOnly: false))
        let same = try await check(engine, mounts: [mount]) {
            Self.caged(&$0, engine)
            $0.host?.mounts = [Mount(.bind, source: source, target: "/data")]
        }
        #expect(same == nil, "\(String(describing: same))")
        let other = try await check(engine, mounts: [mount]) {
            Self.caged(&$0, engine)
            $0.host?.mounts = [Mount(.bind, source: "/etc", target: "/data", isReadOnly: true)]
        }
        #expect(other?.details.map { $0.hasPrefix("mount /data: ") } == [true], "\(String(describing: other))")
        var readOnly = mount
        readOnly.isReadOnly = true
        let writable = try await check(engine, mounts: [readOnly]) {
            Self.caged(&$0, engine)
            $0.host?.mounts = [Mount(.bind, source: source, target: "/data")]
        }
        #expect(
            writable?.details.first?.hasSuffix("the kernel has writable") == true, "\(String(describing: writable))")
    }

    @Test(arguments: ["", "end", "memory 1\n", "memory x\nend\n", "nonsense\nend\n", "mount 1 2 ro\nend\n"])
    func aRecordThatIsNoneIsNotRead(_ text: String) {
        #expect(CageRecord(text) == nil)
    }

    @Test func aProcessOfSomebodyElseIsNotTheContainers() {
        #expect(KernelView(process: Int(getpid()), container: String(repeating: "0", count: 64)) == nil)
        #expect(KernelView(process: 0, container: "") == nil)
    }

    @Test func aZombieHasEnded() throws {
        var child: pid_t = 0
        try #require(posix_spawn(&child, "/bin/true", nil, nil, [strdup("true"), nil], nil) == 0)
        var info = siginfo_t()
        // Until it is one, without taking it away.
        #expect(waitid(P_PID, id_t(child), &info, WEXITED | WNOWAIT) == 0)
        #expect(KernelView.hasEnded(Int(child)))
        waitpid(child, nil, 0)
        #expect(KernelView.hasEnded(Int(child)))
        #expect(!KernelView.hasEnded(Int(getpid())))
    }
}
