import HTTPTransport
import HTTPTypes
import Testing

@Suite struct EngineRequestTests {
    @Test func ping() async throws {
        let client = HTTPClient()
        for _ in 0..<3 {
            let response = try await client.send(
                HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/_ping"),
                to: .unix(path: "/var/run/docker.sock"))
            #expect(response.head.status.code == 200)
            #expect(try await response.body.collect(upTo: 100) == Array("OK".utf8))
        }
    }
}
