import AgentTesting
import AgentValues
import EngineAPI
import Testing

@Suite(.timeLimit(.minutes(5))) struct RunTests {
    @Test(arguments: TestEngine.allCases)
    func aContainerPrintsAndExits(_ engine: TestEngine) async throws {
        let client = try await engine.connectWithImage()
        try await client.withTestContainer("run", ["sh", "-c", "echo out; echo err >&2; exit 7"]) { id in
            let pending = try await client.containers.wait(id, condition: .nextExit)
            #expect(try await client.containers.start(id) == .changed)
            #expect(try await pending.exit() == ContainerExit(code: 7))
            var output: [LogFrame.Stream: [UInt8]] = [:]
            for try await frame in try await client.containers.logs(id, tty: false) {
                output[frame.stream, default: []] += frame.bytes
            }
            #expect(output == [.stdout: Array("out\n".utf8), .stderr: Array("err\n".utf8)])
        }
    }
}
