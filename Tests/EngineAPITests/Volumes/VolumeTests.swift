import AgentTesting
import AgentValues
import EngineAPI
import Testing

@Suite(.timeLimit(.minutes(2))) struct VolumeTests {
    /// Runs `body` with a volume, which is removed afterwards.
    private func withVolume(
        _ client: EngineClient, labels: [String: String] = [:], _ body: (_ name: String) async throws -> Void
    ) async throws {
        let name = TestEngine.uniqueName("vol")
        try await client.volumes.create(
            VolumeConfiguration(name: name, labels: TestEngine.labels.merging(labels) { $1 }))
        do {
            try await body(name)
            try await client.volumes.remove(name)
        } catch {
            try? await client.volumes.remove(name)
            throw error
        }
    }

    @Test(arguments: TestEngine.allCases)
    func aVolumeIsWhatItWasMadeAs(_ engine: TestEngine) async throws {
        let client = try await engine.connect()
        let mark = TestEngine.uniqueName("mark")
        try await withVolume(client, labels: [mark: "x"]) { name in
            let volume = try await client.volumes.inspect(name)
            #expect(volume.name == name)
            #expect(volume.driver == "local")
            #expect(volume.mountpoint.hasSuffix("/\(name)/_data"))
            #expect(volume.labels == TestEngine.labels.merging([mark: "x"]) { $1 })
            #expect(try await client.volumes.list(filters: .labels([mark: "x"])).map(\.name) == [name])
            #expect(try await client.volumes.list(filters: .labels([mark: "y"])).isEmpty)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func makingItAgainKeepsIt(_ engine: TestEngine) async throws {
        let client = try await engine.connect()
        let mark = TestEngine.uniqueName("mark")
        try await withVolume(client, labels: [mark: "first"]) { name in
            let again: VolumeInspection
            do {
                again = try await client.volumes.create(VolumeConfiguration(name: name, labels: [mark: "second"]))
            } catch let error as EngineError where error.code == .conflict {
                again = try await client.volumes.inspect(name)
            }
            #expect(again.labels[mark] == "first")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func dataStaysWhenTheContainerGoes(_ engine: TestEngine) async throws {
        let client = try await engine.connectWithImage()
        try await withVolume(client) { name in
            let write = try await run(client, ["sh", "-c", "echo kept > /data/file"], volume: name)
            #expect(write == "")
            #expect(try await run(client, ["cat", "/data/file"], volume: name, isReadOnly: true) == "kept\n")
            let refused = try await run(
                client, ["sh", "-c", "echo x > /data/file || echo refused"], volume: name, isReadOnly: true)
            #expect(refused == "refused\n")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func aVolumeInUseStays(_ engine: TestEngine) async throws {
        let client = try await engine.connectWithImage()
        try await withVolume(client) { name in
            try await client.withTestContainer("user", ["true"]) {
                $0.host = HostConfiguration()
                $0.host?.mounts = [Mount(.volume, source: name, target: "/data")]
            } _: { id in
                let error = await #expect(throws: EngineError.self) { try await client.volumes.remove(name) }
                #expect(error?.code == .conflict)
                #expect(error?.object == name)
                // A volume with a name also stays when its container goes with its volumes.
                try await client.containers.remove(id, volumes: true)
                #expect(try await client.volumes.inspect(name).name == name)
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func whatIsMissingIsSaid(_ engine: TestEngine) async throws {
        let client = try await engine.connect()
        let name = TestEngine.uniqueName("none")
        let inspection = await #expect(throws: EngineError.self) { try await client.volumes.inspect(name) }
        #expect(inspection?.code == .notFound)
        let removal = await #expect(throws: EngineError.self) { try await client.volumes.remove(name) }
        #expect(removal?.code == .notFound)
    }

    /// What a container prints on its standard output that has the volume at `/data`.
    private func run(
        _ client: EngineClient, _ command: [String], volume: String, isReadOnly: Bool = false
    ) async throws -> String {
        try await client.withTestContainer("writer", command) {
            $0.host = HostConfiguration()
            $0.host?.mounts = [Mount(.volume, source: volume, target: "/data", isReadOnly: isReadOnly)]
        } _: { id in
            let exit = try await client.containers.wait(id, condition: .nextExit)
            try await client.containers.start(id)
            #expect(try await exit.exit().code == 0)
            var output: [UInt8] = []
            for try await frame in try await client.containers.logs(id, LogOptions(stderr: false), tty: false) {
                output += frame.bytes
            }
            return String(decoding: output, as: UTF8.self)
        }
    }
}
