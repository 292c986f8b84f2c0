import AgentRuntime
import AgentTesting
import Testing

/// Which options make another container, and which do not: every option has its line.
@Suite(.timeLimit(.minutes(2))) struct ConfigHashTests {
    /// What is changed about an option.
    typealias Change = @Sendable (inout RunOptions) -> Void

    private static let recreates: [(String, Change)] = [
        ("image", { $0.image = "hello:2" }),
        ("ports", { $0.ports = [PortMapping(host: 1, container: 1)] }),
        ("environment", { $0.environment["A"] = "1" }),
        ("name", { $0.name = "other" }),
        ("volumes", { $0.volumes = [VolumeMount(.volume, source: "data", target: "/data")] }),
        ("volumes", { $0.volumes = [VolumeMount(.tmpfs, target: "/data", size: 1 << 20)] }),
        ("interactive", { $0.interactive = true }),
        ("terminal", { $0.terminal = true }),
        ("command", { $0.command = ["x"] }),
        ("arguments", { $0.arguments = ["x"] }),
        ("workingDirectory", { $0.workingDirectory = "/srv" }),
        ("identity", { $0.identity = AgentIdentity.testing(project: "p", agent: "hello", version: "2.0") }),
        ("labels", { $0.labels["a"] = "b" }),
        ("resources", { $0.resources.memory = 1 << 30 + 1 }),
        ("security", { $0.security.level = .restricted }),
        ("security", { $0.security.runAsUser = "1000" }),
        ("network", { $0.network.mode = .none }),
        ("liveness", { $0.liveness = Probe(.tcp(port: 8080)) }),
        ("restart", { $0.restart = .always }),
        ("lifetime", { $0.lifetime = Lifetime(ttl: .seconds(60)) }),
        ("logging", { $0.logging.maximumFiles = 7 }),
        ("stopTimeout", { $0.stopTimeout = .seconds(3) }),
        ("files", { $0.files["/etc/agent.json"] = "{}" }),
        ("secrets", { $0.secrets = [SecretReference(name: "key", source: .environment(key: "KEY"))] }),
    ]

    private static let keeps: [(String, Change)] = [
        ("detach", { $0.detach = true }),
        ("keepsFailedContainer", { $0.keepsFailedContainer = true }),
        ("identity", { $0.identity = AgentIdentity.testing(project: "p", agent: "hello", run: "r2") }),
        ("readiness", { $0.readiness = Probe(.tcp(port: 8080)) }),
        ("readinessTimeout", { $0.readinessTimeout = .seconds(90) }),
        ("security", { $0.security.allowUnsafe = ["a reason"] }),
        ("security", { $0.security.mountAllow = ["/srv"] }),
        ("volumes", { $0.volumes[0].allowUnsafe = ["a reason"] }),
        ("volumes", { $0.volumes[0].root = "/srv/project" }),
    ]

    private static var options: RunOptions {
        var options = RunOptions(
            image: "hello:1", name: "p-hello-1",
            identity: AgentIdentity.testing(project: "p", agent: "hello", run: "r1"))
        options.volumes = [VolumeMount(.bind, source: "/srv/project/data", target: "/data")]
        return options
    }

    @Test(arguments: recreates.indices) func makesAnotherContainer(row: Int) {
        let (option, change) = Self.recreates[row]
        var other = Self.options
        change(&other)
        #expect(Self.options.configHash != other.configHash, "\(option)")
        #expect(Self.options.configParts[option] != other.configParts[option], "\(option)")
    }

    @Test(arguments: keeps.indices) func makesTheSameContainer(row: Int) {
        let (option, change) = Self.keeps[row]
        var other = Self.options
        change(&other)
        #expect(other != Self.options, "\(option)")
        #expect(Self.options.configHash == other.configHash, "\(option)")
        #expect(Self.options.configParts == other.configParts, "\(option)")
        #expect(other.configHash.count == 16)
    }

    @Test func everyOptionHasItsLine() {
        let options = Mirror(reflecting: Self.options).children.compactMap { child in
            child.label.map { $0.hasPrefix("_") ? String($0.dropFirst()) : $0 }
        }
        let lines = (Self.recreates + Self.keeps).map(\.0)
        #expect(Set(options) == Set(lines))
    }
}
