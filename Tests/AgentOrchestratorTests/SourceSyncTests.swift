import AgentRuntime
import AgentTesting
import EngineAPI
import Foundation
import Testing

@testable import AgentOrchestrator

/// Changed files that are put into a running container, and when that is left to a build.
@Suite(.timeLimit(.minutes(2))) struct SourceSyncTests {
    private func withSync(
        _ shop: ScriptedProject, paths: Set<String>, _ body: (SourceSync) async throws -> Void
    ) async throws {
        let folder = URL.temporaryDirectory.appending(path: TestEngine.uniqueName("sync"))
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("new".utf8).write(to: folder.appending(path: "main.py"))
        var build = ImageBuildPlan(agent: "web", reference: "web:1", context: folder.path)
        build.syncFolder = "/app"
        try await body(SourceSync(host: shop.host, build: build, paths: paths))
    }

    private func refusal(_ shop: ScriptedProject, _ paths: Set<String> = ["main.py"]) async throws -> String {
        var reason = ""
        try await withSync(shop, paths: paths) { sync in
            let refusal = try await #require(throws: SourceSync.Refusal.self) {
                try await sync.run(in: shop.container("web"))
            }
            reason = refusal.reason
        }
        return reason
    }

    @Test func changedFilesArePutInAndGoneOnesAreRemoved() async throws {
        let shop = try await ScriptedProject()
        try await shop.add("web")
        let ran = Told()
        shop.containers.setProgram { _, words, _ in
            ran.add(words.joined(separator: " "))
            return ScriptedExec()
        }
        try await withSync(shop, paths: ["main.py", "old.py"]) { try await $0.run(in: shop.container("web")) }
        #expect(ran.all == ["rm -rf -- /app/old.py"])
        let call = try #require(shop.engine.calls.last { $0.method == "PUT" })
        #expect(call.parameter("path") == "/app")
        #expect(String(decoding: call.body, as: UTF8.self).contains("main.py"))
    }

    @Test func onlyGoneOnesNeedNoArchive() async throws {
        let shop = try await ScriptedProject()
        try await shop.add("web")
        shop.containers.setProgram { _, _, _ in ScriptedExec() }
        try await withSync(shop, paths: ["old.py"]) { try await $0.run(in: shop.container("web")) }
        #expect(!shop.changes.contains("PUT archive"))
    }

    @Test func whatCannotBeDoneIsLeftToABuild() async throws {
        let readOnly = try await ScriptedProject()
        try await readOnly.add("web") {
            $0.host = HostConfiguration()
            $0.host?.readOnlyRootFilesystem = true
        }
        #expect(try await refusal(readOnly) == "its file system is read-only")

        let mounted = try await ScriptedProject()
        try await mounted.add("web") {
            $0.host = HostConfiguration()
            $0.host?.mounts = [Mount(.volume, source: "v", target: "/app/data")]
        }
        #expect(try await refusal(mounted) == "'/app/data' is mounted")

        let shop = try await ScriptedProject()
        try await shop.add("web")
        #expect(try await refusal(shop, ["old.py"]) == "files cannot be removed from it")
        try await shop.client.containers.pause(shop.container("web"))
        #expect(try await refusal(shop) == "it is paused")
        shop.containers.end(shop.container("web"), code: 0)
        #expect(try await refusal(shop, ["old.py"]) == "files are removed, and it does not run")
        shop.engine.answer("PUT /containers/*/archive", with: .failure(500, "no space"))
        #expect(try await refusal(shop).contains("no space"))
    }
}
