import AgentTesting
import EngineAPI
import HTTPTransport
import Testing

/// Files in and out of containers, on real engines.
@Suite(.timeLimit(.minutes(5))) struct ArchiveTests {
    @Test(arguments: TestEngine.allCases)
    func inAndOut(_ engine: TestEngine) async throws {
        let client = try await engine.connectWithImage()
        try await client.withTestContainer("archive", ["cat", "/srv/file"]) { id in
            var archive = TestArchive()
            archive.addFolder("srv")
            archive.addFile("srv/file", "content\n", mode: 0o640)
            try await client.containers.extract(.bytes(archive.bytes), into: id, path: "/")
            let file = try await client.containers.stat(id, path: "/srv/file")
            #expect(file.name == "file")
            #expect(file.size == 8)
            #expect(file.permissions == 0o640)
            #expect(!file.isDirectory)
            #expect(try await client.containers.stat(id, path: "/srv").isDirectory)
            let bytes = try await client.containers.archive(id, path: "/srv/file").collect(upTo: 1 << 20)
            #expect(String(decoding: bytes, as: UTF8.self).contains("content\n"))
            let error = try await #require(throws: EngineError.self) {
                try await client.containers.stat(id, path: "/no/such")
            }
            #expect(error.code == .notFound)
        }
    }
}
