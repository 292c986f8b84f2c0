import AgentTesting
import EngineAPI
import FoundationEssentials
import Glibc
import Testing

@Suite(.timeLimit(.minutes(2))) struct LeakTests {
    private static func engine() throws -> ScriptedEngine {
        try ScriptedEngine(answers: [
            "GET /containers/json": .json("[]"), "GET /networks": .json("[]"),
            "GET /volumes": .json(#"{"Volumes":[]}"#),
        ])
    }

    @Test func nothingIsLeftOfAProjectThatNeverWas() async throws {
        let engine = try Self.engine()
        let client = try await engine.connect()
        try await assertNoLeaks(project: TestEngine.uniqueName("leak"), on: client)
    }

    @Test(arguments: ["/tmp/aac-runtime-\(getuid())", "/dev/shm/aac-runtime-\(getuid())"])
    func filesAreFoundWhereverTheyMayLie(root: String) async throws {
        let project = TestEngine.uniqueName("leak")
        let folder = "\(root)/secrets/\(project).0123456789abcdef"
        let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o700]
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: attributes)
        defer {
            try? FileManager.default.removeItem(atPath: folder)
            // They stay where somebody else has something in them.
            rmdir("\(root)/secrets")
            rmdir(root)
        }
        let engine = try Self.engine()
        let client = try await engine.connect()
        let error = await #expect(throws: LeakError.self) { try await assertNoLeaks(project: project, on: client) }
        #expect(error?.leaks == [Leak(.file, folder)])
    }
}
