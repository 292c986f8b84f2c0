import AgentTesting
import Diagnostics
import Foundation
import HTTPTransport
import Testing

@testable import EngineAPI

/// Searches among sockets of the test's own.
@Suite(.timeLimit(.minutes(2))) struct DiscoveryTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A search whose usual places are below the test's folder.
    private func discovery(named: String? = nil, _ variables: [String: String] = [:]) -> EngineDiscovery {
        var discovery = EngineDiscovery(
            named: named, environment: ["DOCKER_CONFIG": folder.path].merging(variables) { $1 })
        discovery.places = StandardPlaces(systemFolder: folder.path, runtimeFolder: "\(folder.path)/user")
        discovery.allowsEmbedded = false
        return discovery
    }

    private func put(_ server: RawServer, at place: String) throws {
        guard case .unix(let path, _) = server.endpoint else { return }
        try folder.link(place, to: path)
    }

    @Test func firstThatAnswers() async throws {
        let docker = try RawServer.pinging("Docker/27.0.1 (linux)")
        let podman = try RawServer.pinging("Libpod/5.0.0 (linux)", libpod: "5.0.0", api: "1.41")
        try put(docker, at: "user/docker.sock")
        try put(podman, at: "run/podman/podman.sock")
        let found = try await discovery().find()
        #expect(found.source == .rootlessDockerSocket)
        #expect(found.client.kind == .docker)
        #expect(found.client.serverVersion == "27.0.1")
        #expect(found.client.apiVersion == APIVersion(1, 45))
        #expect(found.attempts.map(\.source) == [.dockerSocket])
        #expect(found.embedded == nil)
        await found.shutdown()
    }

    @Test func podmanIsKnownByItsHeader() async throws {
        let podman = try RawServer.pinging("Libpod/5.0.0 (linux)", libpod: "5.0.0", api: "1.41")
        try put(podman, at: "user/podman/podman.sock")
        let found = try await discovery().find()
        #expect(found.source == .userPodmanSocket)
        #expect(found.client.kind == .podman)
        #expect(found.client.apiVersion == APIVersion(1, 41))
    }

    @Test func everyFailureIsReported() async throws {
        let silent = try RawServer { try $0.stall() }
        try put(silent, at: "run/podman/podman.sock")
        let gone = try RawServer { _ in }
        try folder.write("", to: "user/docker.sock")
        gone.stop()
        var discovery = discovery()
        discovery.pingLimit = .milliseconds(50)
        let error = try await #require(throws: EngineError.self) { try await discovery.find() }
        #expect(error.code == .noEngine)
        #expect(error.exitCode == .engineUnavailable)
        #expect(error.underlying.count == 4)
        let text = error.details.joined(separator: "\n")
        #expect(text.contains("Docker's socket (unix://\(folder.path)/var/run/docker.sock): there is no such socket"))
        #expect(text.contains("rootless Docker's socket (unix://\(folder.path)/user/docker.sock): the socket is there"))
        #expect(text.contains("Podman's socket (unix://\(folder.path)/run/podman/podman.sock): no answer in time"))
        #expect(text.contains("sudo systemctl start docker"))
        #expect(error.hint?.contains("--engine") == true)
    }

    @Test func aChoiceIsNotReplaced() async throws {
        let docker = try RawServer.pinging("Docker/27.0.1 (linux)")
        try put(docker, at: "var/run/docker.sock")
        let error = try await #require(throws: EngineError.self) {
            try await discovery(["DOCKER_HOST": "unix://\(folder.path)/none.sock"]).find()
        }
        #expect(error.code == .noEngine)
        #expect(
            error.summary
                == "no engine answers at DOCKER_HOST (unix://\(folder.path)/none.sock): there is no such socket")
        #expect(error.hint == "start that engine, or name another with DOCKER_HOST")
        #expect(docker.connections.isEmpty)
    }

    @Test func aWordMeansThatKind() async throws {
        let podman = try RawServer.pinging("Libpod/5.0.0 (linux)", libpod: "5.0.0", api: "1.41")
        try put(podman, at: "var/run/docker.sock")
        let error = try await #require(throws: EngineError.self) { try await discovery(named: "docker").find() }
        #expect(error.details.contains { $0.contains("Podman answers there, not Docker") })
    }

    @Test func permissionDenied() {
        // Root may open everything, so the error is made as the transport makes it.
        let attempt = EngineAttempt(
            source: .dockerSocket, address: .unix(path: "/var/run/docker.sock"), error: .denied)
        #expect(attempt.line.hasSuffix("this user may not open the socket"))
        #expect(attempt.remedy?.contains("usermod -aG docker") == true)
    }

    @Test(arguments: [
        ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK", EngineError.Code.notAnEngine),
        ("SSH-2.0-OpenSSH_9.2\r\n", .notAnEngine),
        (
            "HTTP/1.1 200 OK\r\nApi-Version: 1.39\r\nServer: Docker/18.09\r\nContent-Length: 2\r\n\r\nOK",
            .unsupportedVersion
        ),
        ("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n", .serverError),
        ("", .transport),
    ])
    func whatIsNoEngine(answer: String, code: EngineError.Code) async throws {
        let server = try RawServer { connection in
            _ = try connection.receiveHead()
            try connection.send(answer)
        }
        try put(server, at: "x.sock")
        let error = try await #require(throws: EngineError.self) {
            try await discovery(named: "\(folder.path)/x.sock").find()
        }
        #expect(error.code == .noEngine)
        #expect((error.underlying.first as? EngineError)?.code == code)
    }
}
