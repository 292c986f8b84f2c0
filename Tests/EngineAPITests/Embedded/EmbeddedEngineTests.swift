import AgentTesting
import AgentValues
import Diagnostics
import Foundation
import Testing

@testable import EngineAPI

/// A real `podman system service` of our own, beside the machine's.
@Suite(.timeLimit(.minutes(5))) struct EmbeddedEngineTests {
    let runtime: TemporaryFolder
    var environment: [String: String] {
        ProcessInfo.processInfo.environment.merging(["XDG_RUNTIME_DIR": runtime.path]) { $1 }
    }

    init() throws { runtime = try TemporaryFolder() }

    @Test func runsAContainerThatOutlivesIt() async throws {
        // Both work on the same images and containers.
        let usual = try await TestEngine.podman.connectWithImage()
        let engine = try await EmbeddedEngine.start(environment: environment)
        #expect(engine.client.kind == .podman)
        try await TestEngine.podman.skip(unlessLike: engine.client)
        #expect(engine.folder.hasPrefix(runtime.path))
        try await engine.client.withTestContainer("embedded", ["sh", "-c", "read x; echo $x; exit 3"]) {
            $0.opensStandardInput = true
            $0.host = HostConfiguration()
            $0.host?.networkMode = "none"
            $0.host?.usesInit = true
        } _: { id in
            let exit = try await engine.client.containers.wait(id, condition: .nextExit)
            let attached = try await engine.client.containers.attach(id, AttachOptions(stdin: true), tty: false)
            try await engine.client.containers.start(id)
            try await attached.write(Array("hello\n".utf8))
            #expect(try await exit.exit().code == 3)
            let output = try await attached.frames.reduce(into: []) { $0 += $1.bytes }
            #expect(String(decoding: output, as: UTF8.self) == "hello\n")
            let after = try await usual.containers.inspect(id)
            #expect(after.state.exitCode == 3)
        }
        let folder = engine.folder
        await engine.stop()
        #expect(!FileManager.default.fileExists(atPath: folder))
        await engine.stop()
    }

    @Test func staysWhileItIsNeeded() async throws {
        let engine = try await EmbeddedEngine.start(environment: environment, idleLimit: .seconds(4))
        // Longer than its idle limit, without a call of ours.
        try await Task.sleep(for: .seconds(7))
        _ = try await engine.client.containers.list()
        await engine.stop()
    }

    @Test func isFoundByItsWord() async throws {
        let found = try await EngineDiscovery(named: "embedded", environment: environment).find()
        #expect(found.source == .embedded)
        #expect(found.embedded != nil)
        #expect(found.client.kind == .podman)
        await found.shutdown()
    }

    @Test func podmanThatFailsIsQuoted() async throws {
        try runtime.write(
            "#!/bin/sh\necho first >&2\necho 'no storage here' >&2\nexit 125\n", to: "bin/podman", mode: 0o755)
        let error = try await #require(throws: EngineError.self) {
            try await EmbeddedEngine.start(
                environment: environment.merging(["PATH": "\(runtime.path)/bin:/bin"]) { $1 })
        }
        #expect(error.code == .embeddedEngine)
        #expect(error.exitCode == .engineUnavailable)
        #expect(error.details == ["podman: first", "podman: no storage here"])
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: "\(runtime.path)/aac-runtime") == ["containers.conf"])
    }

    @Test func podmanThatHangsIsEnded() async throws {
        try runtime.write("#!/bin/sh\nexec sleep 1000\n", to: "bin/podman", mode: 0o755)
        let error = try await #require(throws: EngineError.self) {
            try await EmbeddedEngine.start(
                environment: environment.merging(["PATH": "\(runtime.path)/bin:/bin"]) { $1 },
                readyLimit: .milliseconds(200))
        }
        #expect(error.code == .embeddedEngine)
        #expect(error.summary.contains("did not answer within"))
    }
}
