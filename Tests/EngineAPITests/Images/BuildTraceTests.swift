import AgentTesting
import Foundation
import Testing

@testable import EngineAPI

/// What BuildKit says, as Docker 26.1 and 20.10 sent it, and what nobody should send.
@Suite(.timeLimit(.minutes(2))) struct BuildTraceTests {
    private static let step = "sha256:9b4151a20af38b270e3322e1606458adfa5ee3fcc9fb41cfcba7e77411760dbf"
    /// `[stage-0 4/4] RUN <<EOF (echo heredoc)`, begun and ended.
    private static let vertex =
        "CtUBCkdzaGEyNTY6OWI0MTUxYTIwYWYzOGIyNzBlMzMyMmUxNjA2NDU4YWRmYTVlZTNmY2M5ZmI0MWNmY2JhN2U3NzQxMTc2MGRiZhJHc2hhMjU2OjUz"
        + "OGUwNDhkMTlkOTI3ZjJhMjlmZWRjYjQ1NWFmMWMxMmMxNTMxMDQ5OTc4NzBjZGI4ZjBmNTNhZjFlMGZlYzcaJltzdGFnZS0wIDQvNF0gUlVOIDw8RU9G"
        + "IChlY2hvIGhlcmVkb2MpKgsIqu2n2AYQteTIITIMCKrtp9gGENrG+bMB"
    /// `err` on standard error.
    private static let log =
        "Gl8KR3NoYTI1NjpkNmEwODlkYjU0NjQ3ZGNhYjc1OTc5NzBjZjM1MjExNjM1NzZkMTkzODE5ZDgzNzQyYTFhMWQwNjcxN2RiNmI4EgwIqO2n2AYQiJeQ"
        + "swMYAiIEZXJyCg=="
    private static let status =
        "EpoBCiVuYW1pbmcgdG8gZG9ja2VyLmlvL2xpYnJhcnkvaDVwcm9iZToxEkdzaGEyNTY6ZjFjOWQyMzUzYTlkZWY4MDkyNjhkZjI4YTI1OGMxMTUwNjg3"
        + "MTFhNGZhYmMzNTIzZDhiYWQyMTk4MjA3NzIxYzIMCKrtp9gGELrKnsUBOgwIqu2n2AYQ8MCUxAFCDAiq7afYBhC7xp7FAQ=="

    private func message(_ text: String) throws -> BuildMessage {
        try JSONDecoder().decode(BuildMessage.self, from: Data(text.utf8))
    }

    private func trace(_ aux: String) throws -> BuildTrace {
        let message = try message(#"{"id":"moby.buildkit.trace","aux":"\#(aux)"}"#)
        #expect(!message.isUnreadable && message.imageID == nil && message.progress == nil && message.text == nil)
        return try #require(message.trace)
    }

    @Test func readsOperationsStatusesAndLogs() throws {
        var vertex = BuildTrace.Vertex()
        vertex.digest = Self.step
        vertex.name = "[stage-0 4/4] RUN <<EOF (echo heredoc)"
        (vertex.isStarted, vertex.isCompleted) = (true, true)
        let first = try trace(Self.vertex)
        #expect(first.vertexes == [vertex] && first.statuses.isEmpty && first.logs.isEmpty)
        let second = try trace(Self.log)
        #expect(second.logs.map(\.bytes) == [Array("err\n".utf8)] && second.logs.first?.stream == 2)
        #expect(second.logs.first?.vertex.hasPrefix("sha256:d6a089db") == true)
        let third = try trace(Self.status)
        #expect(third.statuses.map(\.id) == ["naming to docker.io/library/h5probe:1"])
        #expect(third.statuses.first?.total == 0 && third.statuses.first?.vertex.hasPrefix("sha256:f1c9") == true)
    }

    @Test func readsTheImagesIDAndTheFailure() throws {
        let done = try message(#"{"id":"moby.image.id","aux":{"ID":"sha256:4d"}}"#)
        #expect(done.imageID == "sha256:4d" && done.trace == nil && !done.isUnreadable)
        let failed = try message(#"{"errorDetail":{"message":"context canceled"},"error":"context canceled"}"#)
        #expect(failed.failure?.message == "context canceled" && failed.failure?.exitCode == nil)
    }

    /// Messages cut short at each byte: each is read or refused, and nothing is read beyond its end.
    @Test func refusesWhatIsCutShort() throws {
        let bytes = try #require(Base64.decode(Self.vertex))
        for count in 1..<bytes.count {
            #expect(throws: ProtobufReader.Mistake.self) { try BuildTrace(protobuf: Array(bytes.prefix(count))) }
        }
        #expect(try BuildTrace(protobuf: []) == BuildTrace())
    }

    @Test(
        arguments: [
            // A length beyond the end, one beyond any memory, a number without an end, one of 65 bits, groups, field 0.
            [0x0A, 0x05, 0x01], [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F],
            [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01],
            [0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x02], [0x0B, 0x0C], [0x02, 0x00],
            [0x0D, 0x00],
        ] as [[UInt8]])
    func refusesWhatIsNoMessage(_ bytes: [UInt8]) {
        #expect(throws: ProtobufReader.Mistake.self) { try BuildTrace(protobuf: bytes) }
    }

    /// What is not known is skipped; what has another type than it should is not taken.
    @Test func skipsWhatItDoesNotKnow() throws {
        let bytes: [UInt8] =
            [0x08, 0x01, 0x7A, 0x01, 0x00, 0x79] + [UInt8](repeating: 0, count: 8)
            + [0x0A, 0x06, 0x20, 0x01, 0x0A, 0x02, 0xFF, 0x41]
        let trace = try BuildTrace(protobuf: bytes)
        #expect(trace.vertexes.map(\.isCached) == [true] && trace.vertexes.map(\.digest) == ["\u{FFFD}A"])
        #expect(try BuildTrace(protobuf: [0x0A, 0x02, 0x08, 0x05]).vertexes == [BuildTrace.Vertex()])
    }

    @Test(arguments: [#""!""#, #""CgU=""#, "{}", "3", "null"])
    func aTraceThatCannotBeReadIsNoFailure(_ aux: String) throws {
        let message = try message(#"{"id":"moby.buildkit.trace","aux":\#(aux)}"#)
        #expect(message.trace == nil && message.isUnreadable && message.failure == nil)
    }

    /// Docker before 23.0 does not say which builder it would take.
    @Test(arguments: [
        ("", true), ("Builder-Version: 2\r\nOstype: linux\r\n", true), ("Builder-Version: 1\r\n", false),
        ("Ostype: windows\r\n", false), ("Libpod-API-Version: 5.4.2\r\n", false),
    ])
    func knowsWhichEngineHasBuildKit(_ headers: String, _ has: Bool) async throws {
        let server = try RawServer { connection in
            _ = try connection.receiveHead()
            try connection.send("HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\n\(headers)Content-Length: 0\r\n\r\n")
        }
        let client = try await EngineClient.connect(to: server.address)
        defer { client.shutdown() }
        #expect(client.hasBuildKit == has)
    }
}
