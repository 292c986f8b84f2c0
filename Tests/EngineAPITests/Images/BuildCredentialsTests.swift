import AgentTesting
import Foundation
import HTTPTransport
import Testing

@testable import EngineAPI

/// Credentials on their way to the engine, seen by a server of the test's own.
@Suite(.timeLimit(.minutes(2))) struct BuildCredentialsTests {
    @Test func headersOfBuildPullAndPush() async throws {
        let server = try RawServer.engine { _, connection in
            try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        }
        let client = try await EngineClient.connect(to: server.address)
        let credentials = RegistryCredentials(username: "me", password: "pass?>", serverAddress: "registry.test")
        var request = ImageBuildRequest(tags: ["a:1"])
        request.credentials = [credentials]
        _ = try await client.images.build(context: .none, request)
        for try await _ in try await client.images.pull("registry.test/a/b", credentials: credentials) {}
        for try await _ in try await client.images.push("registry.test/a/b") {}
        let received = server.connections.map(\.receivedText).joined()
        func header(_ name: String) throws -> [Any] {
            try received.split(separator: "\r\n").filter { $0.hasPrefix("\(name): ") }.map { line in
                let value = String(line.dropFirst(name.count + 2))
                return try JSONSerialization.jsonObject(with: Data(try #require(Base64.decode(value))))
            }
        }
        let wire = ["username": "me", "password": "pass?>", "serveraddress": "registry.test"]
        #expect(try header("X-Registry-Config") as? [[String: [String: String]]] == [["registry.test": wire]])
        #expect(try header("X-Registry-Auth") as? [[String: String]] == [wire, [:]])
        #expect(received.contains("POST /v1.41/images/create?fromImage=registry.test%2Fa%2Fb&tag=latest HTTP/1.1"))
    }
}
