import Diagnostics
import Testing

@testable import EngineAPI

/// Which places are looked at, in which order; nothing is connected to.
@Suite(.timeLimit(.minutes(2))) struct DiscoveryOrderTests {
    static let home = ["HOME": "/nonexistent", "XDG_RUNTIME_DIR": "/run/user/1000"]

    @Test func usualPlaces() throws {
        let plan = try EngineDiscovery(environment: Self.home).candidates()
        #expect(!plan.isChoice)
        #expect(
            plan.candidates == [
                EngineCandidate(source: .dockerSocket, address: .unix(path: "/var/run/docker.sock")),
                EngineCandidate(source: .rootlessDockerSocket, address: .unix(path: "/run/user/1000/docker.sock")),
                EngineCandidate(source: .podmanSocket, address: .unix(path: "/run/podman/podman.sock")),
                EngineCandidate(source: .userPodmanSocket, address: .unix(path: "/run/user/1000/podman/podman.sock")),
                EngineCandidate(source: .embedded),
            ])
    }

    @Test func noEmbeddedEngineUnlessAllowed() throws {
        var discovery = EngineDiscovery(environment: Self.home)
        discovery.allowsEmbedded = false
        #expect(try !discovery.candidates().candidates.contains(EngineCandidate(source: .embedded)))
    }

    struct Choice: Sendable, CustomTestStringConvertible {
        var named: String?
        var variables: [String: String] = [:]
        var places: [EngineCandidate]
        var testDescription: String { "\(named ?? "-") \(variables)" }
    }

    @Test(arguments: [
        Choice(
            named: "unix:///a.sock", variables: ["AAC_ENGINE": "podman", "DOCKER_HOST": "tcp://h:1"],
            places: [EngineCandidate(source: .named, address: .unix(path: "/a.sock"))]),
        Choice(named: "/a.sock", places: [EngineCandidate(source: .named, address: .unix(path: "/a.sock"))]),
        Choice(named: "embedded", places: [EngineCandidate(source: .embedded)]),
        Choice(
            named: "docker", variables: ["DOCKER_HOST": "tcp://h:1"],
            places: [
                EngineCandidate(
                    source: .dockerSocket, address: .unix(path: "/var/run/docker.sock"), wantedKind: .docker),
                EngineCandidate(
                    source: .rootlessDockerSocket, address: .unix(path: "/run/user/1000/docker.sock"),
                    wantedKind: .docker),
            ]),
        Choice(
            variables: ["AAC_ENGINE": "podman", "DOCKER_HOST": "tcp://h:1"],
            places: [
                EngineCandidate(
                    source: .podmanSocket, address: .unix(path: "/run/podman/podman.sock"), wantedKind: .podman),
                EngineCandidate(
                    source: .userPodmanSocket, address: .unix(path: "/run/user/1000/podman/podman.sock"),
                    wantedKind: .podman),
            ]),
        Choice(
            named: "", variables: ["AAC_ENGINE": "", "DOCKER_HOST": "tcp://h:1", "DOCKER_CONTEXT": "x"],
            places: [EngineCandidate(source: .dockerHost, address: .tcp(host: "h", port: 1))]),
    ])
    func choices(_ choice: Choice) throws {
        let environment = Self.home.merging(choice.variables) { $1 }
        let plan = try EngineDiscovery(named: choice.named, environment: environment).candidates()
        #expect(plan.isChoice)
        #expect(plan.candidates == choice.places)
    }

    @Test(
        arguments: [
            ("dokcer", [:], "did you mean 'docker'?"),
            ("whatever", [:], "write a socket's path, unix:///path/to/socket or tcp://host:port"),
            (nil, ["DOCKER_HOST": "ssh://me@host"], "forward the socket"),
            (nil, ["DOCKER_CONTEXT": "gone"], "docker context use"),
        ] as [(String?, [String: String], String)])
    func unusableChoices(named: String?, variables: [String: String], hint: String) throws {
        let discovery = EngineDiscovery(named: named, environment: Self.home.merging(variables) { $1 })
        let error = try #require(throws: EngineError.self) { try discovery.candidates() }
        #expect(error.code == .invalidAddress)
        #expect(error.exitCode == .usage)
        #expect(error.hint?.contains(hint) == true, "\(error.hint ?? "-")")
    }
}
